import { chosenEnvironment } from '../../lib/config/chosen-environment.ts';
import type { Config } from '../../lib/config/config.ts';
import { ConfigError } from '../../lib/config/config-error.ts';
import { EnvironmentError } from '../../lib/config/environment-error.ts';
import { CommandError } from './command-error.ts';

// Loaded here: most of what it takes to start a command is the CDK's list of regions, and help and a review need none.
const loading = () => import('../../lib/config/load.ts');

/**
 * Reads `onemerge.config.ts` of this project.
 * @param environment which of its environments is meant; without it, the one that `--environment` names
 * @throws CommandError when it cannot be read, with every problem of the config, or when an environment must be named
 */
export async function loadConfig(environment = chosenEnvironment()): Promise<Config> {
  const { loadConfig: load } = await loading();
  return await explained(load(environment));
}

/**
 * Any of the installations, for what is the same in all: the lock, the manifests.
 * @throws CommandError as `loadConfig`
 */
export async function anyInstallation(): Promise<Config> {
  if (chosenEnvironment() !== undefined) return await loadConfig();
  const { loadInstallations } = await loading();
  const [first] = await explained(loadInstallations());
  return first;
}

async function explained<T>(loaded: Promise<T>): Promise<T> {
  try {
    return await loaded;
  } catch (error) {
    if (error instanceof EnvironmentError) {
      const help = error.instead ? `add --environment ${error.instead}` : 'leave --environment out';
      throw new CommandError(error.message, { help });
    }
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandError(error.message, { help: 'correct onemerge.config.ts, then run the command again' });
  }
}
