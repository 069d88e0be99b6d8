import type { Config } from '../../lib/config/config.ts';
import { ConfigError } from '../../lib/config/config-error.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import { CommandError } from './command-error.ts';

/**
 * Reads `onemerge.config.ts` of this project.
 * @throws CommandError with every problem of the config
 */
export async function loadConfig(): Promise<Config> {
  const file = await import('../../onemerge.config.ts');
  try {
    return parseConfig(file.default);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandError(error.message, { help: 'correct onemerge.config.ts, then run the command again' });
  }
}
