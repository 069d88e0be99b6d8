import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';

/** Git without the settings and the credentials of whoever rehearses. */
const ENV = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_TERMINAL_PROMPT: '0' };

const urlOf = (repository: string) => `https://github.com/${repository}.git`;

/** Brings a commit, with the whole history, into a folder that does not exist yet. */
export type FetchSource = (repository: string, commit: string, folder: string, log: string) => Promise<void>;

/** A full clone from GitHub, or whoever answers for it in the sandbox. */
export const cloneFromGitHub: FetchSource = async (repository, commit, folder, log) => {
  const git = (args: readonly string[]) => run('git', args, { seconds: 120, env: ENV, log });
  await git(['clone', '--quiet', urlOf(repository), folder]);
  await git(['-C', folder, 'checkout', '--quiet', '--detach', commit]);
};

/** The commit at the head of a branch. */
export async function headOf(repository: string, branch: string): Promise<string> {
  const answer = await run('git', ['ls-remote', urlOf(repository), `refs/heads/${branch}`], { seconds: 30, env: ENV });
  const [commit] = answer.split(/\s/);
  if (!commit) throw new RehearsalError(`${repository} has no branch ${branch}`, { help: `push ${branch} first` });
  return commit;
}
