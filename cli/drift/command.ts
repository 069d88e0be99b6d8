import { Command } from 'commander';
import { loadConfig } from '../shared/load-config.ts';

/** `onemerge drift`: what somebody changed past the repository, in both halves. */
export function driftCommand(): Command {
  return new Command('drift')
    .description('asks AWS and the cluster what somebody changed past the repository; changes nothing')
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing has drifted, 1 something has, 2 something could not be looked at, and nothing is known to have drifted.',
    )
    .action(async ({ json: machine }: { readonly json?: true }) => {
      const config = await loadConfig();
      console.error('Asking CloudFormation and the cluster: a minute or two ...');
      // Loaded here, because the AWS SDK and the CDK would slow every other command down.
      const { stackDrift } = await import('./stacks.ts');
      const { workloadDrift } = await import('./workload.ts');
      const { json, report } = await import('./report.ts');
      const { exitCodeOf } = await import('./drift.ts');
      const looked = (await Promise.all([stackDrift(config), workloadDrift(config)])).flat();
      console.log(machine ? json(looked) : report(looked));
      process.exitCode = exitCodeOf(looked);
    });
}
