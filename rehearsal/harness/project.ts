import { readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkOut,
  type Named,
  type Proposed,
  type PullRequest,
  type RepositoryName,
} from '../cluster/git/repository.ts';
import { ACCOUNT, REGION } from '../fakes/aws/start.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { RehearsalError } from '../shared/errors.ts';
import { renewLock } from './lock.ts';

/** The repository that a rehearsal's user has forked. */
export const REPOSITORY: RepositoryName = { owner: 'example', name: 'onemerge', branch: 'main' };

/** The `name` of the rehearsal's config, and so the cluster's name and the prefix of its stacks. */
export const NAME = 'rehearsal';

/** The file that a user edits. */
export const CONFIG = 'onemerge.config.ts';

/** What scenarios change in the config. */
interface ConfigChange {
  /** Instance type of the database, without `db.`. */
  readonly size: string;
  /** Why protection is off; on without it. */
  readonly protectionOff?: string;
}

/** The clone that the rehearsal's user works in. */
export interface Project {
  readonly folder: string;
  /** The account of its config. */
  readonly account: string;
  /** The commit that its branch is at. */
  readonly head: () => Promise<string>;
  /** Writes the config, commits and pushes. Returns the commit. */
  readonly configure: (change: ConfigChange, subject: string) => Promise<string>;
  /** Replaces a text, which must be there, in a file; commits and pushes. Returns the commit. */
  readonly edit: (file: string, from: string, to: string, subject: string) => Promise<string>;
  /** Opens a pull request; the folder stays on its branch until the next change. */
  readonly propose: (change: PullRequest) => Promise<Proposed>;
  /** Opens a pull request of whatever `work` does in the folder. */
  readonly proposeWork: (change: Named, work: (folder: string) => Promise<void>) => Promise<Proposed>;
  /** Merges an open pull request into the branch that is deployed. Returns the merge commit. */
  readonly accept: (change: Named) => Promise<string>;
  /** Opens a pull request and merges it. Returns the merge commit. */
  readonly merge: (change: PullRequest) => Promise<string>;
  /** What a merge commit brought, as Git tells it, without surrounding lines. */
  readonly changes: (merge: string) => Promise<string>;
  /** Undoes a merge by a pull request that is merged. Returns the merge commit. */
  readonly revert: (merged: string, change: Named) => Promise<string>;
}

/** What a clone is for. */
export interface CloneOptions {
  /** The `name` of its config. */
  readonly name: string;
  /** The account of its config; that of the rehearsal's blog when not given. */
  readonly account?: string;
  /** A branch of its own, which begins at the repository's; the repository's when not given. */
  readonly branch?: string;
}

/**
 * Clones the repository as a user would. `npm ci` is spared: the packages are those of the project that rehearses,
 * whose lockfile is the same.
 * @param packages the folder `node_modules` of the project
 */
export async function cloneProject(
  sandbox: Sandbox,
  packages: string,
  { name, account = ACCOUNT, branch }: CloneOptions,
): Promise<Project> {
  const folder = join(sandbox.folder, branch === undefined ? 'project' : `project-${branch}`);
  const repository = { ...REPOSITORY, branch: branch ?? REPOSITORY.branch };
  const copy = await checkOut(folder, repository, {
    complete: renewLock(sandbox),
    ...(branch === undefined ? {} : { from: REPOSITORY.branch }),
  });
  await symlink(packages, join(folder, 'node_modules'));
  const authority = readFileSync(sandbox.authority.certificate, 'utf8');
  const identity = { name, account, repository };
  return {
    folder,
    account,
    head: copy.head,
    configure: (change, subject) => copy.push(CONFIG, () => configText(identity, change, authority), subject),
    edit: (file, from, to, subject) => copy.push(file, (text) => replaceOnce(text, from, to, file), subject),
    propose: copy.propose,
    proposeWork: copy.proposeWork,
    accept: copy.accept,
    changes: copy.changes,
    merge: async (change) => {
      await copy.propose(change);
      return await copy.accept(change);
    },
    revert: async (merged, change) => {
      await copy.proposeRevert(merged, change);
      return await copy.accept(change);
    },
  };
}

/** What of a config never changes. */
interface Identity {
  readonly name: string;
  readonly account: string;
  readonly repository: RepositoryName;
}

/** A config like any user's. The authority is the sandbox's, because no server but Amazon's has a certificate of Amazon's. */
function configText(
  { name, account, repository }: Identity,
  { size, protectionOff }: ConfigChange,
  authority: string,
): string {
  const config = {
    name,
    region: REGION,
    account,
    repository,
    database: { size, certificateAuthorities: authority },
    alarmEmail: 'alarms@example.com',
    blog: { ownerEmail: 'owner@example.com' },
    liveReview: { provider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
    protection: protectionOff === undefined ? 'on' : { off: protectionOff },
  };
  return configSource(config);
}

/** The text of a config, whose values are written as JSON. */
export function configSource(config: object): string {
  return `import { defineConfig } from './lib/config/config.ts';\n\nexport default defineConfig(${JSON.stringify(config, null, 2)});\n`;
}

/** Replaces a text, which must be there. @param file for the message @throws RehearsalError when it is not there */
export function replaceOnce(text: string, from: string, to: string, file: string): string {
  if (!text.includes(from)) throw editFailed(file, JSON.stringify(from));
  return text.replace(from, () => to);
}

/** As `replaceOnce`, for a pattern; `to` may name its groups: `$1`. */
export function replaceMatches(text: string, pattern: RegExp, to: string, file: string): string {
  if (text.search(pattern) < 0) throw editFailed(file, `${pattern}`);
  return text.replace(pattern, to);
}

function editFailed(file: string, what: string): RehearsalError {
  return new RehearsalError(`${file} no longer contains ${what}, which the rehearsal edits`, {
    where: file,
    help: 'change the edit where the rehearsal makes it: git grep -n replaceOnce rehearsal',
  });
}
