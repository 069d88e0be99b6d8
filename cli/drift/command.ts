import { Command } from 'commander';
import type { Config } from '../../lib/config/config.ts';
import { CommandError } from '../shared/command-error.ts';
import { loadConfig } from '../shared/load-config.ts';
import type { Looked } from './drift.ts';

interface Options {
  readonly json?: true;
  readonly tell?: true;
}

/** `onemerge drift`: what somebody changed past the repository, in both halves. */
export function driftCommand(): Command {
  return new Command('drift')
    .description('asks AWS and the cluster what somebody changed past the repository; changes nothing')
    .option('--json', 'print what was found as JSON')
    .option('--tell', 'tell the chat of the config what has drifted, if something has: for the weekly build')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing has drifted, 1 something has, 2 something could not be looked at, and nothing is known to have drifted.',
    )
    .action(async ({ json: machine, tell: toTell }: Options) => {
      const config = await loadConfig();
      console.error('Asking CloudFormation and the cluster: a minute or two ...');
      // Loaded here, because the AWS SDK and the CDK would slow every other command down.
      const { stackDrift } = await import('./stacks.ts');
      const { workloadDrift } = await import('./workload.ts');
      const { json, report } = await import('./report.ts');
      const { exitCodeOf } = await import('./drift.ts');
      const looked = (await Promise.all([stackDrift(config), workloadDrift(config)])).flat();
      console.log(machine ? json(looked) : report(looked));
      if (toTell) console.error(await attempted(() => tellChat(config, looked)));
      process.exitCode = exitCodeOf(looked);
    });
}

/** What was done, or why it was not: what has drifted has drifted, whatever the chat answers. */
async function attempted(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    return error instanceof CommandError ? error.report() : `The chat was not told: ${(error as Error).name}.`;
  }
}

async function tellChat(config: Config, looked: readonly Looked[]): Promise<string> {
  const [{ tell }, { post }, { secretText }] = await Promise.all([
    import('./tell.ts'),
    import('../announce/post.ts'),
    import('../announce/secret.ts'),
  ]);
  return await tell({ config, env: process.env, post, secretText: (arn) => secretText(arn, config.region) }, looked);
}
