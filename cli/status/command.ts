import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { Config } from '../../lib/config/config.ts';
import { isPromotedTo } from '../../lib/config/environment.ts';
import { loadConfig } from '../shared/load-config.ts';
import { outputIsLost } from '../shared/output.ts';

/** Between two screens of `--watch`, in seconds. */
const PAUSE = 10;

/** Moves to the top left of a terminal and empties it. */
const CLEAR = '\x1b[H\x1b[2J';

interface Options {
  readonly watch?: true;
  readonly json?: true;
}

/** `onemerge status`: how both halves stand, the last merges, backups, versions and cost. */
export function statusCommand(): Command {
  return new Command('status')
    .description('shows how both halves stand, the last merges, backups, versions that end and cost; changes nothing')
    .addOption(new Option('--watch', `show it anew every ${PAUSE} seconds, until Ctrl-C`).conflicts('json'))
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
It looks once. Whether a commit is live is answered by npx onemerge verify --commit <sha>.
Needs AWS credentials that may take the CDK's lookup role, and that the cluster knows, like verify.
Exit codes: 0 nothing is bad, 1 something is, 2 something could not be asked.`,
    )
    .action(async (options: Options) => {
      process.exitCode = await status(await loadConfig(), options);
    });
}

async function status(config: Config, { watch, json: machine }: Options): Promise<number> {
  console.error('Asking AWS, the cluster and the blog: up to a minute ...');
  // Loaded here, because the AWS SDK and the CDK would slow every other command down.
  const { exitCodeOf } = await import('../doctor/report.ts');
  const { once } = await import('../shared/once.ts');
  const { synthesizeTemplates } = await import('../shared/templates.ts');
  const { certificateEnd } = await import('../doctor/certificate-end.ts');
  const { lookedUp } = await import('./account.ts');
  const { Looking } = await import('./look.ts');
  const { lastExecutions } = await import('./merges.ts');
  const { json, readStatus, screen } = await import('./status.ts');
  const open = await lookedUp(config);
  const [looking, templates] = [new Looking(config), synthesizeTemplates(config)];
  try {
    for (;;) {
      const account = open();
      const known = { config, account, templates, certificateEnd, now: new Date() };
      const executions = once(() => lastExecutions(known));
      // What was promoted last, where commits are promoted: the branch may be ahead.
      const meant = async () => (isPromotedTo(config) ? (await executions())[0]?.commit?.hash : undefined);
      const asked = { ...known, look: once(async () => looking.look(await meant())), executions };
      const found = await readStatus(asked);
      if (!watch) {
        console.log(machine ? json(found) : screen(found));
        return exitCodeOf(found.rows);
      }
      console.log(`${process.stdout.isTTY ? CLEAR : ''}${screen(found)}`);
      await sleep(PAUSE * 1000);
      if (outputIsLost()) return exitCodeOf(found.rows);
    }
  } finally {
    await looking.close();
  }
}
