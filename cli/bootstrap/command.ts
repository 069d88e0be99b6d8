import { Command } from 'commander';
import { runCdk } from '../shared/cdk-command.ts';
import { loadConfig } from '../shared/load-config.ts';

interface Options {
  readonly dryRun?: true;
  readonly json?: true;
  readonly yes?: true;
}

/** `onemerge bootstrap`: what an administrator does once for an account and region. */
export function bootstrapCommand(): Command {
  return new Command('bootstrap')
    .description(
      'prepares the account and region, with limits to what a merge can deploy; run it again after a change of them',
    )
    .option('--dry-run', 'say what it would do, and do nothing')
    .option('--json', 'print that as JSON, with the policies in full, and do nothing')
    .option('--yes', 'do not ask before a policy changes')
    .addHelpText(
      'after',
      '\nExit codes: 0 the account is prepared, 1 it is another account or the CDK failed, 2 AWS could not be asked.',
    )
    .action(async ({ dryRun, json, yes }: Options) => {
      const config = await loadConfig();
      // Loaded here, because the AWS SDK would slow every other command down.
      const { accountToBootstrap, carryOut } = await import('./bootstrap.ts');
      const { planBootstrap, planLines } = await import('./plan.ts');
      const plan = planBootstrap(config, await accountToBootstrap(config), !yes);
      if (json) return console.log(JSON.stringify(plan, null, 2));
      for (const line of planLines(plan)) console.log(line);
      if (dryRun) return;
      await carryOut(plan, runCdk);
      console.log(`Bootstrapped  ${plan.account}/${plan.region}; next: npx onemerge doctor --before-deploy`);
    });
}
