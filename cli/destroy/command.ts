import { Command, Option } from 'commander';
import type { Config } from '../../lib/config/config.ts';
import { runCdk } from '../shared/cdk-command.ts';
import { inTemporaryFolder } from '../shared/interruption.ts';
import { loadConfig } from '../shared/load-config.ts';
import { askAtTerminal, confirmName } from './confirm.ts';
import type { Also } from './leftovers.ts';

interface Options {
  readonly dryRun?: true;
  readonly json?: true;
  readonly yes?: string;
  readonly also?: readonly Also[];
}

/** What --also takes: see leftovers.ts, which loads the AWS SDK. */
const ALSO: readonly Also[] = ['logs', 'snapshots'];

/** `onemerge destroy`: takes a blog out of its account, and says what stays. */
export function destroyCommand(): Command {
  return new Command('destroy')
    .description('destroys the blog with its database, once its protection is off, and lists what stays in the account')
    .option('--dry-run', 'say what would go and what is left now, and do nothing')
    .option('--json', 'print that as JSON, and do nothing')
    .addOption(
      new Option(
        '--also <what...>',
        'delete these as well, which otherwise stay: the logs, the snapshots of the database',
      ).choices(ALSO),
    )
    .option('--yes <name>', "the blog's name, in place of the question for it")
    .addHelpText(
      'after',
      '\nIt can be run again after any failure.\nExit codes: 0 it is gone, 1 it is protected, not confirmed, or could not be deleted, 2 AWS could not be asked, or not about everything that stays.',
    )
    .action(async (options: Options) => {
      await destroy(await loadConfig(), options);
    });
}

async function destroy(config: Config, { dryRun, json: machine, yes, also = [] }: Options): Promise<void> {
  console.error('Asking AWS what stands ...');
  // Loaded here, because the AWS SDK and the CDK would slow every other command down.
  const { clientSettings } = await import('../shared/client-settings.ts');
  const { openAccountOf } = await import('../doctor/account/open.ts');
  const { synthesizeTemplates } = await import('../shared/templates.ts');
  const { writeDeletionApp } = await import('./deletion-app.ts');
  const { destroyStacks, exitCodeOf, json, leftLines } = await import('./destroy.ts');
  const { erase } = await import('./erase.ts');
  const { findLeftovers } = await import('./leftovers.ts');
  const { planDestruction, planLines, requireOpen } = await import('./plan.ts');
  const { openRemnants } = await import('./remnants.ts');
  const { sweep } = await import('./sweep.ts');
  const left = () => findLeftovers(config, openAccountOf(config), clientSettings(config.region));
  const templates = synthesizeTemplates(config);
  const plan = await planDestruction(config, openAccountOf(config), templates);
  if (machine) {
    const found = await left();
    console.log(json(plan, found));
    process.exitCode = exitCodeOf(found);
    return;
  }
  for (const line of planLines(plan, also)) console.log(line);
  if (!dryRun && (plan.stacks.length > 0 || also.length > 0)) {
    requireOpen(plan);
    await confirmName(config.name, yes, process.stdin.isTTY ? askAtTerminal : undefined);
  }
  if (!dryRun && plan.stacks.length > 0) {
    const since = Date.now();
    const { vpc } = plan;
    const remnants = openRemnants(config.name, clientSettings(config.region));
    const sweeping = vpc === undefined ? undefined : { sweep: () => sweep(vpc, remnants), say: console.log };
    await inTemporaryFolder('onemerge-destroy-', async (app) => {
      writeDeletionApp(config, templates, plan.stacks, app);
      await destroyStacks(plan, runCdk, app, sweeping);
    });
    console.log(`Gone     ${plan.stacks.length} stacks, in ${Math.round((Date.now() - since) / 60_000)} minutes`);
  }
  const { erased, refused, stays } = await erase(await left(), dryRun ? [] : also);
  for (const one of erased) console.log(`Gone     ${one}`);
  for (const one of refused) console.log(`Refused  ${one}`);
  for (const line of leftLines(stays)) console.log(line);
  process.exitCode = refused.length > 0 ? 1 : exitCodeOf(stays);
}
