import { git } from '../../verify/observe/git.ts';

/** How a commit lies to the one that is checked out. */
export type Ancestry = 'same' | 'older' | 'newer' | 'apart' | 'not here';

/** The folder that is deployed from. */
export interface Clone {
  /** Paths that differ from the commit that is checked out; new ones that nobody added are not looked at. */
  readonly changes: () => Promise<readonly string[]>;
  /** The commit that is checked out. */
  readonly head: () => Promise<string>;
  /** How another commit lies to that one. */
  readonly ancestryOf: (commit: string) => Promise<Ancestry>;
  /** When a commit was made; undefined for one that is not here. */
  readonly committedAt: (commit: string) => Promise<Date | undefined>;
}

export function openClone(folder: string): Clone {
  const head = () => git(folder, 'rev-parse', 'HEAD');
  const succeeds = (...args: string[]) =>
    git(folder, ...args).then(
      () => true,
      () => false,
    );
  return {
    head,
    committedAt: async (commit) => {
      if (!(await succeeds('cat-file', '-e', `${commit}^{commit}`))) return undefined;
      return new Date(Number(await git(folder, 'show', '--no-patch', '--format=%ct', commit)) * 1000);
    },
    changes: async () =>
      (await git(folder, 'status', '--porcelain', '--untracked-files=no'))
        .split('\n')
        .filter(Boolean)
        .map((line) => line.trim().replace(/^\S+ +/, '')),
    ancestryOf: async (commit) => {
      if ((await head()) === commit) return 'same';
      if (!(await succeeds('cat-file', '-e', `${commit}^{commit}`))) return 'not here';
      if (await succeeds('merge-base', '--is-ancestor', commit, 'HEAD')) return 'older';
      return (await succeeds('merge-base', '--is-ancestor', 'HEAD', commit)) ? 'newer' : 'apart';
    },
  };
}
