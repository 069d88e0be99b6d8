import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../shared/process/run.ts';

/** The repository of a rehearsal, as its URL names it. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
  readonly branch: string;
}

/** Who commits in a rehearsal: not whoever runs it, and without that person's settings or signing key. */
const COMMITTER = {
  GIT_AUTHOR_NAME: 'rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@example.invalid',
  GIT_COMMITTER_NAME: 'rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@example.invalid',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

const git = (args: readonly string[], cwd?: string, env: Readonly<Record<string, string>> = {}) =>
  run('git', args, { seconds: 120, env: { ...COMMITTER, ...env }, ...(cwd ? { cwd } : {}) });

/** The commit that a project is at. */
export async function headOf(project: string): Promise<string> {
  return (await git(['-c', 'safe.directory=*', '-C', project, 'rev-parse', 'HEAD'])).trim();
}

/** Makes a repository of a folder, with all that it holds in one commit. */
export async function commitAll(folder: string, branch: string, subject: string): Promise<void> {
  await git(['init', '--quiet', `--initial-branch=${branch}`], folder);
  await git(['add', '--all'], folder);
  await git(['commit', '--quiet', '-m', subject], folder);
}

/** Makes the bare repository from a project's HEAD: its committed state, whatever the working tree holds. */
export async function publishHead(project: string, repositories: string, name: RepositoryName): Promise<string> {
  const bare = join(repositories, name.owner, `${name.name}.git`);
  await mkdir(join(repositories, name.owner), { recursive: true });
  const head = await headOf(project);
  await git(['init', '--quiet', '--bare', `--initial-branch=${name.branch}`, bare]);
  await git([
    '-c',
    'safe.directory=*',
    '-C',
    bare,
    'fetch',
    '--quiet',
    '--no-tags',
    project,
    `+HEAD:refs/heads/${name.branch}`,
  ]);
  await git(['-C', bare, 'config', 'http.receivepack', 'true']);
  await git(['-C', bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true']);
  return head;
}

/** A working copy of the repository, through the URL that users have. */
export interface WorkingCopy {
  readonly folder: string;
  /** The commit that its branch is at. */
  readonly head: () => Promise<string>;
  /** Changes one file with `edit` (which gets an empty text for a new file), commits and pushes. Returns the commit. */
  readonly push: (file: string, edit: (text: string) => string, subject: string) => Promise<string>;
  /** Changes files on a branch of its own, and pushes that. The copy stays on it until the next change. */
  readonly propose: (change: PullRequest) => Promise<Proposed>;
  /** The same for whatever `work` does in the folder. */
  readonly proposeWork: (change: Named, work: (folder: string) => Promise<void>) => Promise<Proposed>;
  /** Proposes to undo a merge, as GitHub's button does. */
  readonly proposeRevert: (merged: string, change: Named) => Promise<Proposed>;
  /** Merges a proposed branch as GitHub's button does. Returns the merge commit. */
  readonly accept: (change: Named) => Promise<string>;
  /** What a merge commit brought, as Git tells it, without surrounding lines. */
  readonly changes: (merge: string) => Promise<string>;
}

/** What a pull request is known by. */
export interface Named {
  readonly branch: string;
  readonly title: string;
  /** What the merge commit says of when it was made; now when not given. */
  readonly date?: Date;
}

/** A pull request, from its branch to its merge. */
export interface PullRequest extends Named {
  /** What becomes of each file's text, which is empty for a new file; none for a merge that changes nothing. */
  readonly edits: Readonly<Record<string, (text: string) => string>>;
}

/** A pull request that is open. */
export interface Proposed {
  /** The head of its branch. */
  readonly commit: string;
  /** What Git says that it changes, without surrounding lines. */
  readonly diff: string;
}

/**
 * What an author does besides the change itself, before each commit.
 * @param paths of the files that were changed
 * @returns the files that this changed
 */
export type Complete = (folder: string, paths: readonly string[]) => Promise<readonly string[]>;

interface CheckOutOptions {
  /** The branch that a new one begins at; it is there already when not given. */
  readonly from?: string;
  /** Where from; the repository's page on GitHub when not given. */
  readonly url?: string;
  /** Nothing when not given. */
  readonly complete?: Complete;
}

/** Clones the repository into `folder`. */
export async function checkOut(
  folder: string,
  name: RepositoryName,
  { from, url = `https://github.com/${name.owner}/${name.name}`, complete = async () => [] }: CheckOutOptions = {},
): Promise<WorkingCopy> {
  await git(['clone', '--quiet', '--branch', from ?? name.branch, url, folder]);
  if (from !== undefined) {
    await git(['switch', '--quiet', '--create', name.branch], folder);
    await git(['push', '--quiet', '--set-upstream', 'origin', name.branch], folder);
  }
  return {
    folder,
    head: async () => (await git(['rev-parse', name.branch], folder)).trim(),
    push: async (file, change, subject) => {
      await git(['switch', '--quiet', name.branch], folder);
      await rewrite(join(folder, file), change);
      await git(['add', '--', file, ...(await complete(folder, [file]))], folder);
      await git(['commit', '--quiet', '--no-verify', '-m', subject], folder);
      await git(['push', '--quiet', 'origin', name.branch], folder);
      return (await git(['rev-parse', 'HEAD'], folder)).trim();
    },
    propose: (change) =>
      propose(folder, name.branch, change, async () => {
        const edited = await edit(folder, change.edits);
        return [...edited, ...(await complete(folder, edited))];
      }),
    proposeWork: (change, work) =>
      propose(folder, name.branch, change, async () => {
        await work(folder);
        await complete(folder, EVERYTHING);
        return EVERYTHING;
      }),
    proposeRevert: (merged, change) =>
      propose(folder, name.branch, change, async () => {
        await git(['revert', '--no-commit', '--mainline', '1', merged], folder);
        return []; // it is staged
      }),
    accept: (change) => accept(folder, name.branch, change),
    changes: (merge) => git(['diff', '--unified=0', `${merge}^1`, merge], folder),
  };
}

/** All that changed in a clone, whose packages may be a link, which `node_modules/` in .gitignore does not mean. */
const EVERYTHING = ['.', ':(exclude)node_modules'];

/** @param change gets an empty text for a new file */
async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, change(await readFile(path, 'utf8').catch(() => '')));
}

async function edit(folder: string, edits: PullRequest['edits']): Promise<string[]> {
  for (const [file, change] of Object.entries(edits)) await rewrite(join(folder, file), change);
  return Object.keys(edits);
}

/** @param work changes files, and returns what Git is to add of them */
async function propose(
  folder: string,
  main: string,
  { branch, title }: Named,
  work: () => Promise<readonly string[]>,
): Promise<Proposed> {
  await git(['switch', '--quiet', '--create', branch, main], folder);
  const paths = await work();
  if (paths.length > 0) await git(['add', '--all', '--', ...paths], folder);
  await git(['commit', '--quiet', '--no-verify', '--allow-empty', '-m', title], folder);
  await git(['push', '--quiet', 'origin', branch], folder);
  const diff = await git(['diff', '--unified=0', main, branch, '--'], folder);
  return { commit: (await git(['rev-parse', 'HEAD'], folder)).trim(), diff };
}

async function accept(folder: string, main: string, { branch, title, date }: Named): Promise<string> {
  await git(['switch', '--quiet', main], folder);
  const dates: Record<string, string> =
    date === undefined ? {} : { GIT_AUTHOR_DATE: date.toISOString(), GIT_COMMITTER_DATE: date.toISOString() };
  await git(['merge', '--quiet', '--no-ff', '-m', `Merge pull request: ${title}`, branch], folder, dates);
  await git(['push', '--quiet', 'origin', main], folder);
  return (await git(['rev-parse', 'HEAD'], folder)).trim();
}
