import { Command } from 'commander';
import { APP_OPTION } from '../shared/app-option.ts';
import { loadConfig } from '../shared/load-config.ts';

/** `onemerge approvals`: refuses a deployment that would lose data and that nobody approved. */
export function approvalsCommand(): Command {
  return new Command('approvals')
    .description(
      'compares what is deployed with what would be; fails on data at risk that approvals.json does not approve',
    )
    .option(...APP_OPTION)
    .addHelpText(
      'after',
      '\nExit codes: 0 no data is at risk, or it is approved; 1 it is not approved; 2 the stacks or the app cannot be read.',
    )
    .action(async ({ app }: { readonly app?: string }) => {
      const config = await loadConfig();
      // Loaded here, because the AWS SDK and the CDK would slow every other command down.
      const { requireApprovals } = await import('./require-approvals.ts');
      console.log(await requireApprovals(config, app));
    });
}
