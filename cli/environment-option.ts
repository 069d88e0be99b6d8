import { type Command, Option } from 'commander';
import { ENVIRONMENT_VARIABLE } from '../lib/config/chosen-environment.ts';

/** Which environment is meant, for every command. */
export const environmentOption = (): Option =>
  new Option('--environment <name>', 'which of the environments of the config is meant').env(ENVIRONMENT_VARIABLE);

/** Lets every command below a program take it, wherever it stands. */
export function withEnvironment(program: Command): Command {
  return program.addOption(environmentOption()).hook('preAction', () => {
    const { environment } = program.opts<{ environment?: string }>();
    // The app that a command synthesizes, or has the CDK synthesize, hears of it too.
    if (environment !== undefined) process.env[ENVIRONMENT_VARIABLE] = environment;
  });
}
