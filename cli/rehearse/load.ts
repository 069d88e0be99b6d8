import { Command } from 'commander';
import { CommandError } from '../shared/command-error.ts';

/** What `onemerge --help` says of it. */
export const DESCRIPTION = 'run the whole system on this machine: real CDK, Kubernetes and Flux on a fake AWS';

/**
 * `onemerge rehearse`. The harness is a package of its own, which a build of the pipeline does not install, and it takes a
 * moment to load: it is loaded for its own command only.
 * @param typed the first words after `onemerge`: the command, or `help` and the command
 * @throws CommandError when the harness's packages are not installed
 */
export async function rehearseCommand(typed: readonly string[], load = loadHarness): Promise<Command> {
  if (!typed.includes('rehearse')) return new Command('rehearse').description(DESCRIPTION);
  try {
    return await load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CommandError('the packages of the rehearsal are not installed', { help: 'npm ci' });
  }
}

async function loadHarness(): Promise<Command> {
  const { rehearseCommand: command } = await import('./command.ts');
  return command();
}
