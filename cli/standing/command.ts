import { Command } from 'commander';
import { loadConfig } from '../shared/load-config.ts';

/** `onemerge standing`: the stacks that may be protected from deletion. */
export function standingCommand(): Command {
  return new Command('standing')
    .description(
      'prints the names of the stacks that stand, separated by commas: what the build protects from deletion',
    )
    .addHelpText('after', '\nExit codes: 0 the names are printed, none or more; 2 AWS could not be asked.')
    .action(async () => {
      const config = await loadConfig();
      // Loaded here, because the AWS SDK and the CDK would slow every other command down.
      const { readStanding } = await import('./standing.ts');
      console.log((await readStanding(config)).join(','));
    });
}
