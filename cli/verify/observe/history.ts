import { requireClone } from '../../shared/clone.ts';
import { CommandError } from '../../shared/command-error.ts';
import type { Relation } from '../facts.ts';
import { EXIT_CODES } from '../verdict.ts';
import { filesOf } from './commit-files.ts';
import { git } from './git.ts';
import { fetchBranch, once, type Remote, reasonOf, tip } from './remote.ts';
import { squashedInto } from './squashed.ts';

/** The history of the branch that is live, in the clone that the command runs in. */
export class History {
  /** Full hash of the commit in question. */
  readonly commit: string;
  /** The commit's own date, in milliseconds since 1970; see push-time.ts for what it is worth. */
  readonly committedAt: number;
  private readonly folder: string;
  private readonly remote: Remote;
  private readonly known = new Map<string, Relation>();

  private constructor(folder: string, remote: Remote, commit: string, committedAt: number) {
    this.folder = folder;
    this.remote = remote;
    this.commit = commit;
    this.committedAt = committedAt;
  }

  /**
   * Finds the commit on the branch, after a fetch.
   * @param folder a clone with the branch's history
   * @param from the branch that is live, and where else it can be had when `origin` does not answer
   * @param revision a commit as Git names it: a hash, its beginning, `HEAD`
   * @throws CommandError when there is no such commit, it is not on the branch, or the history is missing
   */
  static async open(folder: string, from: Remote, revision: string): Promise<History> {
    const remote = { ...from, note: once(from.note) };
    const { branch } = remote;
    const failed = (what: string, help: string) => new CommandError(what, { help, exitCode: EXIT_CODES.unknown });
    requireClone(folder);
    if ((await git(folder, 'rev-parse', '--is-shallow-repository')) === 'true') {
      throw failed('The clone is shallow: the history that the verdict needs is missing.', 'git fetch --unshallow');
    }
    try {
      await fetchBranch(folder, remote);
    } catch (error) {
      const why = reasonOf(error);
      throw failed(`The branch ${branch} could not be fetched: ${why}`, fetchHelp(why, remote));
    }
    const commit = await git(folder, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`).catch(() => {
      throw failed(`There is no commit ${revision} in this clone.`, `git log --oneline origin/${branch}`);
    });
    if (!(await isAncestor(folder, commit, tip(branch)))) {
      const became = await squashedInto(folder, commit, tip(branch));
      const missing = `The commit ${revision} is not on the branch ${branch}`;
      throw became === undefined
        ? failed(
            `${missing}: it was never merged, the branch was rewritten, or it was squashed together with others.`,
            `git log --oneline origin/${branch}`,
          )
        : failed(
            `${missing}: it was squashed or rebased there, most likely into ${became}.`,
            `npx onemerge verify --commit ${became}`,
          );
    }
    const seconds = Number(await git(folder, 'show', '--no-patch', '--format=%ct', commit));
    return new History(folder, remote, commit, seconds * 1000);
  }

  /** How a revision lies to the commit. Fetches once when the clone does not have it. */
  async relation(revision: string): Promise<Relation> {
    const known = this.known.get(revision);
    if (known !== undefined) return known;
    if (!(await this.has(revision))) await fetchBranch(this.folder, this.remote).catch(() => undefined);
    // Not remembered: the next fetch may bring it.
    if (!(await this.has(revision))) return 'unknown';
    const relation = await this.compare(revision);
    this.known.set(revision, relation);
    return relation;
  }

  /** The text of a file in the commit; undefined when it has none of that path. */
  async file(path: string): Promise<string | undefined> {
    return await git(this.folder, 'show', `${this.commit}:${path}`).catch(() => undefined);
  }

  /**
   * The texts of all files below a folder of the commit, by their paths in the repository.
   * @throws Error when Git does not give them: a clone may lack them, and its server be away
   */
  files(folder: string): Promise<ReadonlyMap<string, string>> {
    return filesOf(this.folder, this.commit, folder);
  }

  private async compare(revision: string): Promise<Relation> {
    if (revision === this.commit) return 'same';
    if (await isAncestor(this.folder, revision, this.commit)) return 'ancestor';
    const later = await isAncestor(this.folder, this.commit, revision);
    return later && (await isAncestor(this.folder, revision, tip(this.remote.branch))) ? 'descendant' : 'unrelated';
  }

  private async has(revision: string): Promise<boolean> {
    return git(this.folder, 'cat-file', '-e', `${revision}^{commit}`).then(
      () => true,
      () => false,
    );
  }
}

/** What helps when a branch cannot be fetched, by Git's own words; the last one always fits. */
const FETCH_HELP: readonly (readonly [words: RegExp, help: (remote: Remote) => string])[] = [
  [/'origin' does not appear to be a git repository/, ({ publicUrl }) => `git remote add origin ${publicUrl}`],
  [
    /couldn't find remote ref/,
    ({ branch }) => `git push origin ${branch}, or correct repository.branch in onemerge.config.ts`,
  ],
  [/./, ({ branch }) => `git fetch origin ${branch}`],
];

const fetchHelp = (why: string, remote: Remote): string =>
  FETCH_HELP.find(([words]) => words.test(why))?.[1](remote) ?? '';

async function isAncestor(folder: string, ancestor: string, of: string): Promise<boolean> {
  try {
    await git(folder, 'merge-base', '--is-ancestor', ancestor, of);
    return true;
  } catch (error) {
    // 1 says no; anything else is a failure of its own.
    if (error instanceof Error && 'code' in error && error.code === 1) return false;
    throw error;
  }
}
