import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';

/** Git without the settings and the credentials of whoever rehearses. */
const ENV = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_TERMINAL_PROMPT: '0' };

const urlOf = (repository: string) => `https://github.com/${repository}.git`;

type Variables = Readonly<Record<string, string>>;

/** Brings a commit, with the whole history, into a folder that does not exist yet. */
export type FetchSource = (repository: string, commit: string, folder: string, log: string) => Promise<void>;

/**
 * A full clone from GitHub, or whoever answers for it in the sandbox.
 * @param connection what the connection to GitHub signs in with: variables of Git
 */
export const cloneFromGitHub =
  (connection: Variables): FetchSource =>
  async (repository, commit, folder, log) => {
    const git = (args: readonly string[]) => run('git', args, { seconds: 120, env: { ...ENV, ...connection }, log });
    await git(['clone', '--quiet', urlOf(repository), folder]);
    await git(['-C', folder, 'checkout', '--quiet', '--detach', commit]);
  };

/** The commit at the head of a branch. */
export async function headOf(connection: Variables, repository: string, branch: string): Promise<string> {
  const env = { ...ENV, ...connection };
  const answer = await run('git', ['ls-remote', urlOf(repository), `refs/heads/${branch}`], { seconds: 30, env });
  const [commit] = answer.split(/\s/);
  if (!commit) throw new RehearsalError(`${repository} has no branch ${branch}`, { help: `push ${branch} first` });
  return commit;
}
