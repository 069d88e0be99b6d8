import { Command } from 'commander';
import { loadConfig } from '../shared/load-config.ts';

interface Options {
  readonly check?: true;
}

/** `onemerge lock`: names the infrastructure that the manifests wait for. */
export function lockCommand(): Command {
  return new Command('lock')
    .description('writes which infrastructure the manifests wait for; run it after a change of the infrastructure')
    .option('--check', 'change nothing, and fail when the lock is stale')
    .addHelpText('after', '\nExit codes: 0 the lock is current, 1 it is stale, 2 the app does not synthesize.')
    .action(async ({ check }: Options) => {
      const config = await loadConfig();
      // Loaded here, because the CDK would slow every other command down.
      const { requireLock, writeLock } = await import('./lock.ts');
      console.log(check ? requireLock(config) : writeLock(config));
    });
}
