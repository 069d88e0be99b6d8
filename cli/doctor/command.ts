import { Command, Option } from 'commander';
import { CommandError } from '../shared/command-error.ts';
import { loadConfig } from '../shared/load-config.ts';

interface Options {
  readonly beforeDeploy?: true;
  readonly json?: true;
}

/** `onemerge doctor`: asks what a deployment needs. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('asks AWS, GitHub and this folder what the first deployment needs; changes nothing')
    .addOption(new Option('--before-deploy', 'what stops a first deployment half-way'))
    .option('--json', 'print what was found as JSON')
    .addHelpText(
      'after',
      `
Needs AWS credentials that read: docs/first-deploy.md has the list of the calls.
Exit codes: 0 nothing is bad, 1 something is, 2 something could not be asked.`,
    )
    .action(async ({ beforeDeploy, json: machine }: Options) => {
      if (!beforeDeploy)
        throw new CommandError('Say what to look at', { help: 'npx onemerge doctor --before-deploy', exitCode: 2 });
      console.error('Asking AWS, GitHub and the registries: up to a minute ...');
      const config = await loadConfig();
      // Loaded here, because the CDK and the AWS SDK would slow every other command down, and the build does not install all of it.
      const { askBeforeDeploy } = await import('./ask-before-deploy.ts');
      const { exitCodeOf, json, table } = await import('./report.ts');
      const examined = await askBeforeDeploy(config);
      console.log(machine ? json(examined) : table(examined));
      process.exitCode = exitCodeOf(examined);
    });
}
