import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A change of one branch or tag by one push. A created one comes from zeros, a deleted one becomes zeros. */
export interface RefChange {
  /** Full name, for example `refs/heads/main`. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** A commit as GitHub's push event tells it. */
export interface PushedCommit {
  readonly id: string;
  readonly tree_id: string;
  readonly distinct: boolean;
  readonly message: string;
  /** When it was committed, ISO 8601. */
  readonly timestamp: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly committer: { readonly name: string; readonly email: string };
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly modified: readonly string[];
}

/** No commit: before a branch was created, after it was deleted. */
export const ZEROS = '0'.repeat(40);
/** Most commits that one event lists. GitHub lists up to 2048; nobody here pushes so many. */
const MOST_COMMITS = 100;
const RECORD = '\x1e';
const FIELD = '\x1f';
/** Longest run of git, in milliseconds. */
const TIMEOUT_MS = 20_000;

const run = promisify(execFile);

/** The commits that a push brought, the oldest first; for a new branch its last one only, for a deleted one none. */
export async function readCommits(bare: string, { before, after }: RefChange): Promise<PushedCommit[]> {
  if (after === ZEROS) return [];
  const range = before === ZEROS ? ['--max-count=1', after] : [`--max-count=${MOST_COMMITS}`, `${before}..${after}`];
  const format = `--format=${['%x1e%H', '%T', '%cI', '%an', '%ae', '%cn', '%ce', '%B', ''].join('%x1f')}`;
  const files = ['--name-status', '--no-renames', '--diff-merges=first-parent'];
  const log = await git(bare, ['-c', 'core.quotePath=false', 'log', '--reverse', format, ...files, ...range, '--']);
  return log.split(RECORD).slice(1).map(parseCommit);
}

/** True when a push threw commits away that were there before. */
export async function isForced(bare: string, { before, after }: RefChange): Promise<boolean> {
  if (before === ZEROS || after === ZEROS) return false;
  return (await git(bare, ['merge-base', before, after]).catch(() => '')).trim() !== before;
}

async function git(bare: string, args: readonly string[]): Promise<string> {
  const safe = ['-c', 'safe.directory=*', '--git-dir', bare];
  const { stdout } = await run('git', [...safe, ...args], { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function parseCommit(record: string): PushedCommit {
  const [id = '', tree_id = '', timestamp = '', ...rest] = record.split(FIELD);
  const [name = '', email = '', committer = '', committerEmail = '', message = '', files = ''] = rest;
  const changed = (letters: string) =>
    files
      .split('\n')
      .filter((line) => line !== '' && letters.includes(line.charAt(0)))
      .map((line) => line.slice(line.indexOf('\t') + 1));
  return {
    id,
    tree_id,
    distinct: true,
    message: message.trimEnd(),
    timestamp,
    author: { name, email },
    committer: { name: committer, email: committerEmail },
    added: changed('A'),
    removed: changed('D'),
    modified: changed('MT'),
  };
}
