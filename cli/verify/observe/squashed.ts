import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { git } from './git.ts';

/** Other branches that hold the commit, and commits of the live branch, that are looked at. */
const MOST_BRANCHES = 20;
const MOST_COMMITS = 500;

/** Whatever the user's settings of `git diff` are, the same change gets the same text. */
const ALIKE = [
  '--patch',
  '--binary',
  '--no-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--diff-algorithm=myers',
];

/**
 * Finds the commit that a pull request became when it was squashed or rebased: the one of the live branch that makes the same
 * change as the commit's branch makes in all, or as the commit makes alone.
 * @param commit one that is not on the live branch
 * @param live the ref of the live branch
 * @returns its full hash; undefined when no commit makes the same change
 */
export async function squashedInto(folder: string, commit: string, live: string): Promise<string | undefined> {
  const base = await mergeBase(folder, commit, live);
  if (base === undefined) return undefined;
  const holding = await git(
    folder,
    'for-each-ref',
    '--contains',
    commit,
    '--format=%(objectname)',
    'refs/heads',
    'refs/remotes',
  );
  const ends = [...new Set([commit, ...holding.split('\n').filter((line) => line !== '')])].slice(0, MOST_BRANCHES);
  const changes = [
    // Whoever merges the live branch into another has a base of their own since then.
    ...ends.map(async (end) => git(folder, 'diff', ...ALIKE, (await mergeBase(folder, end, live)) ?? base, end)),
    git(folder, 'diff', ...ALIKE, `${commit}^`, commit).catch(() => ''),
  ];
  const wanted = (await Promise.all(changes.map(async (change) => patchIds(folder, await change)))).flat();
  const log = await git(folder, 'log', ...ALIKE, `--max-count=${MOST_COMMITS}`, `${base}..${live}`);
  return (await patchIds(folder, log)).find(({ id }) => wanted.some((one) => one.id === id))?.commit;
}

const mergeBase = (folder: string, commit: string, live: string) =>
  git(folder, 'merge-base', commit, live).catch(() => undefined);

/** What each change of a log comes to, in its order; lines and white space do not count. */
async function patchIds(folder: string, text: string): Promise<{ id: string; commit: string }[]> {
  const running = promisify(execFile)('git', ['patch-id', '--stable'], { cwd: folder });
  running.child.stdin?.end(`${text}\n`);
  const lines = (await running).stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [id = '', commit = ''] = line.split(' ');
    return { id, commit };
  });
}
