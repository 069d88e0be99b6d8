import { Command, Option } from 'commander';
import { CommandError } from '../shared/command-error.ts';
import { loadConfig } from '../shared/load-config.ts';

/** `onemerge announce`: one message a merge, to the chat of the config. */
export function announceCommand(): Command {
  return new Command('announce')
    .description('tells the chat of the config whether a merge is live; the last step of a build')
    .requiredOption('--commit <sha>', 'the full hash of the commit that was built')
    .addOption(new Option('--verdict <file>', 'what verify left there').env('ONEMERGE_VERDICT_FILE'))
    .addHelpText(
      'after',
      '\nExit codes: 0, also when the chat was not told: that changes no verdict; it is told in the output.',
    )
    .action(async ({ commit, verdict }: { commit: string; verdict?: string }) => {
      console.log(await sentence(commit, verdict));
    });
}

async function sentence(commit: string, verdict: string | undefined): Promise<string> {
  // Loaded here, because the AWS SDK would slow every other command down.
  const [{ announce }, { post }, { secretText }] = await Promise.all([
    import('./announce.ts'),
    import('./post.ts'),
    import('./secret.ts'),
  ]);
  try {
    const config = await loadConfig();
    const { region } = config;
    const aws = { secretText: (arn: string) => secretText(arn, region) };
    return await announce({ config, env: process.env, post, ...aws }, commit, verdict);
  } catch (error) {
    return error instanceof CommandError ? error.report() : `The chat was not told: ${(error as Error).name}.`;
  }
}
