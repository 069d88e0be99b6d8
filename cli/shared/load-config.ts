import type { Config } from '../../lib/config/config.ts';
import { ConfigError } from '../../lib/config/config-error.ts';
import { loadConfig as load } from '../../lib/config/load.ts';
import { CommandError } from './command-error.ts';

/**
 * Reads `onemerge.config.ts` of this project.
 * @throws CommandError when it cannot be read, or with every problem of the config
 */
export async function loadConfig(): Promise<Config> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandError(error.message, { help: 'correct onemerge.config.ts, then run the command again' });
  }
}
