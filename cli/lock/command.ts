import { Command } from 'commander';
import type { Config } from '../../lib/config/config.ts';
import { APP_OPTION } from '../shared/app-option.ts';
import { anyInstallation } from '../shared/load-config.ts';

interface Options {
  readonly check?: true;
  readonly app?: string;
}

/** `onemerge lock`: names the infrastructure that the manifests wait for. */
export function lockCommand(): Command {
  return new Command('lock')
    .description('writes which infrastructure the manifests wait for; run it after a change of the infrastructure')
    .option('--check', 'change nothing, and fail when the lock is stale')
    .option(...APP_OPTION)
    .addHelpText('after', '\nExit codes: 0 the lock is current, 1 it is stale, 2 the app does not synthesize.')
    .action(async ({ check, app }: Options) => {
      const config = await anyInstallation();
      const { assembledInfrastructure, requireLock, writeLock } = await import('./lock.ts');
      const infrastructure = app === undefined ? await synthesized(config) : assembledInfrastructure(app);
      console.log(check ? requireLock(config, infrastructure) : writeLock(config, infrastructure));
    });
}

/** Loaded here, because the CDK would slow down every build, which has synthesized already, and every other command. */
async function synthesized(config: Config): Promise<string> {
  const { synthesizedInfrastructure } = await import('./synthesized-infrastructure.ts');
  return synthesizedInfrastructure(config);
}
