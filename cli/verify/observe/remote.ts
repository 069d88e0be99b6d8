import { git } from './git.ts';

/** Where the live branch is fetched from. */
export interface Remote {
  /** The branch that is live. */
  readonly branch: string;
  /** Where everybody can fetch the repository, for when `origin` cannot be fetched. */
  readonly publicUrl: string;
  /** Hears that the public address was used, and why. */
  readonly note: (text: string) => void;
}

/** The ref that the branch is fetched to. */
export const tip = (branch: string): string => `refs/remotes/origin/${branch}`;

/**
 * Fetches from `origin`, or, when that fails, from the public address. In CodeBuild `origin` is reached through the
 * credential helper of the connection, which AWS documents for the clone and for local commands only.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-github-gitclone.html
 * @throws Error of the fetch from `origin`, with that of the other one, when both fail
 */
export async function fetchBranch(folder: string, { branch, publicUrl, note }: Remote): Promise<void> {
  const quietly = ['--quiet', '--no-tags'];
  const refspec = `+refs/heads/${branch}:${tip(branch)}`;
  try {
    await git(folder, 'fetch', ...quietly, 'origin', refspec);
  } catch (failure) {
    // No credential helper: one that just failed would be asked again. A private repository is reached by `origin` alone.
    await git(folder, '-c', 'credential.helper=', 'fetch', ...quietly, publicUrl, refspec).catch((second: unknown) => {
      throw new Error(`${reasonOf(failure)} (origin); nor from ${publicUrl}: ${reasonOf(second)}`);
    });
    note(`origin could not be fetched, so the branch ${branch} was fetched from ${publicUrl}: ${reasonOf(failure)}`);
  }
}

/**
 * What Git said: the first line that it marks as a failure, behind that of ssh, which alone says why it failed. Node's own message begins
 * with the whole command.
 */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message.trim() : String(error);
  const [, ofSsh, fault] = /^([^\n]*\n)?((?:fatal|error|remote): .*)/m.exec(text) ?? [];
  if (fault === undefined) return text;
  const explains = /Could not read from remote/.test(fault) && !ofSsh?.startsWith('Command failed');
  return explains && ofSsh ? `${ofSsh.trim()}; ${fault}` : fault;
}

/** Says it the first time only: the verdict may fetch with every look. */
export function once(note: Remote['note']): Remote['note'] {
  let said = false;
  return (text) => {
    if (!said) note(text);
    said = true;
  };
}
