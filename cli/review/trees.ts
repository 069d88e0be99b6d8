import { execFile, execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CommandError } from '../shared/command-error.ts';
import { endsWithUs, inTemporaryFolder } from '../shared/interruption.ts';
import type { EnvironmentFacts, HalfName, TreeFacts } from './facts.ts';
import { pathsOf } from './skip.ts';
import { unpack } from './unpack.ts';

const ROOT = join(import.meta.dirname, '../..');
const READER = join(import.meta.dirname, 'read-tree.ts');
/** Templates and manifests of one tree: 0.5 MB today. */
const MOST_BYTES = 256 * 1024 * 1024;
/** A synthesis with all its checks takes some ten seconds. */
const LONGEST_MS = 300_000;
/**
 * Both sides are read at once, and two cores are all that a small machine has: more threads that collect garbage would only take them
 * from the other side, a tenth of its time. https://nodejs.org/api/cli.html#--v8-pool-sizenum
 */
const ONE_HELPER = '--v8-pool-size=1';

/**
 * Finds the commit that a branch left.
 * @param root the repository's folder
 * @param base a branch, tag or commit
 * @returns the merge base, 40 hexadecimal digits
 * @throws CommandError when git does not know the base, or no common commit
 */
export function mergeBase(root: string, base: string): string {
  const commit = git(root, 'merge-base', '--end-of-options', base, 'HEAD');
  if (commit !== undefined) return commit;
  if (git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`) === undefined) {
    throw unreadable(
      `there is no commit ${base} in this clone`,
      `${fetching(base)}, or name another commit with --base`,
    );
  }
  const shallow = git(root, 'rev-parse', '--is-shallow-repository') === 'true';
  throw shallow
    ? unreadable(
        `this clone is shallow and does not reach the commit that ${base} shares with HEAD`,
        'git fetch --unshallow',
      )
    : unreadable(`${base} and HEAD share no commit`, 'name a commit of the same history with --base');
}

/** A clone of one branch does not fetch others by itself. */
function fetching(base: string): string {
  const [, branch] = /^origin\/(.+)$/.exec(base) ?? [];
  return branch === undefined ? 'git fetch origin' : `git fetch origin ${branch}:refs/remotes/${base}`;
}

/** The commit that is checked out, with a word when files differ from it. */
export function headOf(root: string): string {
  const lines = (git(root, 'status', '--porcelain=v2', '--branch') ?? '').split('\n');
  const commit = lines.find((line) => line.startsWith(COMMIT))?.slice(COMMIT.length) ?? '';
  return `${commit}${lines.every((line) => line.startsWith('#')) ? '' : ' with uncommitted changes'}`;
}

/** https://git-scm.com/docs/git-status#_branch_headers */
const COMMIT = '# branch.oid ';

/** The paths that differ between a commit and the files as they lie, new ones included. */
export function changedPaths(root: string, commit: string): string[] {
  const changed = git(root, 'diff', '--name-only', '--no-renames', '-z', commit) ?? '';
  const untracked = git(root, 'ls-files', '--others', '--exclude-standard', '-z') ?? '';
  return [...changed.split('\0'), ...untracked.split('\0')].filter((path) => path !== '').sort();
}

/** A file of a commit; undefined when the commit does not have it. */
export function fileAt(root: string, commit: string, path: string): string | undefined {
  return git(root, 'show', `${commit}:${path}`);
}

/**
 * Reads a commit's tree in a folder of its own, with the packages that are installed here. The folder is removed whatever happens.
 * It holds what the halves are made of, because each file that is written costs time. Where that does not do, for example because
 * code imports from another folder, everything is written and read: what is said then is about the commit.
 * @param sameCode the files as they lie hold the commit's code, which reads it then: it is compiled already
 */
export async function readCommit(
  root: string,
  commit: string,
  halves: readonly HalfName[],
  sameCode: boolean,
): Promise<TreeFacts> {
  const facts = await readFiles(root, commit, pathsOf(halves, sameCode), halves, sameCode);
  return isWhole(facts) ? facts : await readFiles(root, commit, [], halves, sameCode);
}

/** @param paths pathspecs of Git: the files to read from; all without one */
async function readFiles(
  root: string,
  commit: string,
  paths: readonly string[],
  halves: readonly HalfName[],
  sameCode: boolean,
): Promise<TreeFacts> {
  return inTemporaryFolder('onemerge-review-', async (folder) => {
    const refusal = await unpack(root, commit, folder, paths);
    if (refusal !== undefined) return unread(`the commit cannot be read: ${refusal}: git fetch --refetch origin`);
    if (existsSync(join(root, 'node_modules'))) linkPackages(root, folder);
    return await readTree(folder, halves, sameCode ? root : folder);
  });
}

/** The packages that are installed here, in place of what the commit may have of that name: .gitignore lets a link pass. */
function linkPackages(root: string, folder: string): void {
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/** Whether nothing was missing: neither a half, nor the config, without which there are no environments. */
function isWhole({ plans, others = {}, ...shown }: TreeFacts): boolean {
  const halves = [shown, ...Object.values(others)].flatMap((facts: EnvironmentFacts & typeof shown) => [
    facts.infrastructure,
    facts.checks,
    facts.workload,
    facts.contract,
  ]);
  return plans !== undefined && halves.every((half) => half === undefined || 'value' in half);
}

/**
 * Reads the tree in a folder, files as they lie. Code that ends the reading, or never ends itself, makes every half an error.
 * @param code the tree whose code reads it
 */
export async function readTree(folder: string, halves: readonly HalfName[], code = folder): Promise<TreeFacts> {
  return inTemporaryFolder('onemerge-review-', async (temporary) => {
    // Without a slash at their ends, or no place in a file would be found in them.
    const args = [ONE_HELPER, '--import', 'tsx', READER, resolve(folder), resolve(code), temporary, ...halves];
    const options = { cwd: ROOT, maxBuffer: MOST_BYTES, timeout: LONGEST_MS };
    const reading = promisify(execFile)(process.execPath, args, options);
    endsWithUs(reading.child);
    return await reading.then(({ stdout }) => JSON.parse(stdout) as TreeFacts).catch((error) => nothingRead(error));
  });
}

function nothingRead({ killed, code, stderr = '' }: { killed?: boolean; code?: unknown; stderr?: string }): TreeFacts {
  const words = stderr.split('\n').find((line) => /^\s*\w*(Error|Warning)\b.*: /.test(line));
  const how = killed ? `did not end within ${LONGEST_MS / 1000} s` : `ended the reading with ${code ?? 'no answer'}`;
  return unread(`its code ${how}${words === undefined ? '' : `: ${words.trim()}`}`);
}

function unread(error: string): TreeFacts {
  const half = { error };
  return { infrastructure: half, checks: half, workload: half, contract: half };
}

/** What git prints, without the last line's end; undefined when it fails. */
function git(root: string, ...args: string[]): string | undefined {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio, maxBuffer: MOST_BYTES }).trimEnd();
  } catch {
    return undefined;
  }
}

const unreadable = (what: string, help: string) => new CommandError(what, { help, exitCode: 2 });
