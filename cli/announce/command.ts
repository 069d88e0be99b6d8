import { Command, Option } from 'commander';
import type { Config } from '../../lib/config/config.ts';
import { CommandError } from '../shared/command-error.ts';
import { loadConfig } from '../shared/load-config.ts';
import type { BuildVerdict } from './build-verdict.ts';

/** `onemerge announce`: how a merge ended, for the dashboard, for the chat of the config and for GitHub. */
export function announceCommand(): Command {
  return new Command('announce')
    .description('publishes how a merge ended, and tells the chat of the config and GitHub; the last step of a build')
    .requiredOption('--commit <sha>', 'the full hash of the commit that was built')
    .addOption(new Option('--verdict <file>', 'what verify left there').env('ONEMERGE_VERDICT_FILE'))
    .addHelpText(
      'after',
      '\nExit codes: 0, also when nothing could be published or told: that changes no verdict; it is said in the output.',
    )
    .action(async ({ commit, verdict: file }: { commit: string; verdict?: string }) => {
      const config = await loadConfig();
      const { buildVerdict } = await import('./build-verdict.ts');
      const verdict = buildVerdict(commit, file);
      console.log(await attempted('The merge was not published', () => publish(config, verdict)));
      console.log(await attempted('The chat was not told', () => tell(config, commit, verdict)));
      console.log(await attempted('GitHub was not told', () => report(config, commit, verdict)));
    });
}

/** What was done, or why it was not: an end that cannot be told is the same end. */
async function attempted(otherwise: string, work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    return error instanceof CommandError ? error.report() : `${otherwise}: ${(error as Error).name}.`;
  }
}

// Loaded here, because the AWS SDK would slow every other command down.

async function publish(config: Config, verdict: BuildVerdict | undefined): Promise<string> {
  const { CODEBUILD_INITIATOR, CODEBUILD_BUILD_SUCCEEDING } = process.env;
  if (CODEBUILD_INITIATOR === undefined) return 'Nothing is published: this is no build.';
  if (verdict === undefined && CODEBUILD_BUILD_SUCCEEDING !== '0') return 'Nothing is published: there is no verdict.';
  const [{ mergeEnd }, { publishMerge }, { pastExecutions }] = await Promise.all([
    import('./merge-end.ts'),
    import('./merge-metrics.ts'),
    import('./past-executions.ts'),
  ]);
  const end = mergeEnd(verdict, await pastExecutions(config, CODEBUILD_INITIATOR), new Date());
  if (end === undefined) return 'Nothing is published: a later merge has taken over.';
  await publishMerge(config.name, config.region, end);
  return `Published: the merge ${end.failed ? 'failed' : 'is live'}.`;
}

async function tell(config: Config, commit: string, verdict: BuildVerdict | undefined): Promise<string> {
  const [{ announce }, { post }, { secretText }] = await Promise.all([
    import('./announce.ts'),
    import('./post.ts'),
    import('./secret.ts'),
  ]);
  const { region } = config;
  const aws = { secretText: (arn: string) => secretText(arn, region) };
  return await announce({ config, env: process.env, post, ...aws }, commit, verdict);
}

async function report(config: Config, commit: string, verdict: BuildVerdict | undefined): Promise<string> {
  const [{ tellGitHub }, { appKeyOf, blogUrlOf }, { apiBaseUrl }] = await Promise.all([
    import('./github/tell-github.ts'),
    import('./github/deployed.ts'),
    import('../connect/github-token.ts'),
  ]);
  const deployed = { appKey: () => appKeyOf(config), blogUrl: () => blogUrlOf(config) };
  const { env } = process;
  return await tellGitHub({ config, env, baseUrl: apiBaseUrl(env), ...deployed }, commit, verdict);
}
