import { Command, InvalidArgumentError } from 'commander';
import { apiBaseUrl, findToken } from '../../connect/github-token.ts';
import { CommandError } from '../../shared/command-error.ts';

interface Options {
  readonly pullRequest: number;
  readonly head: string;
}

/** `onemerge review post`: puts a report that another job wrote on its pull request. */
export function postCommand(): Command {
  return new Command('post')
    .description('posts a report of --output as the one comment of a pull request; for a workflow')
    .argument('<file>', 'what the review wrote')
    .requiredOption('--pull-request <number>', 'the pull request', numberOf)
    .requiredOption('--head <sha>', 'the commit that was reviewed: nothing is posted once the pull request has another')
    .addHelpText(
      'after',
      '\nReads GITHUB_TOKEN and GITHUB_REPOSITORY.\nExit codes: 0 posted, or out of date; 2 it cannot be read or posted.',
    )
    .action(async (file: string, { pullRequest, head }: Options) => {
      const { postComment } = await import('./comment.ts');
      const { readReport } = await import('./read-report.ts');
      const { markdown } = await import('../report/markdown.ts');
      const body = markdown(readReport(file));
      const baseUrl = apiBaseUrl(process.env);
      const access = { baseUrl, token: await findToken(process.env, baseUrl) };
      console.log(await postComment(access, { ...repositoryOf(process.env), number: pullRequest, head }, body));
    });
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text.trim())) return Number(text);
  throw new InvalidArgumentError('write the number of a pull request');
}

/** @throws CommandError when the environment names no repository */
export function repositoryOf({ GITHUB_REPOSITORY = '' }: NodeJS.ProcessEnv): { owner: string; repo: string } {
  const [owner, repo, ...more] = GITHUB_REPOSITORY.split('/');
  if (owner && repo && more.length === 0) return { owner, repo };
  throw new CommandError(`GITHUB_REPOSITORY is ${JSON.stringify(GITHUB_REPOSITORY)}, which names no repository`, {
    help: 'export GITHUB_REPOSITORY=<owner>/<name>',
  });
}
