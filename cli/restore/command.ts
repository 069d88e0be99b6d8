import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { loadConfig } from '../shared/load-config.ts';
import type { Asked } from './restore.ts';

/** Between two looks at the job of AWS Backup, in milliseconds. */
const PAUSE = 5_000;

/** `onemerge restore`: what a blog can go back to, and the way there. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('lists the moments that the blog can go back to; with one of them, starts going back to it')
    .option('--to <time>', 'the moment, with its zone, for example 2026-11-26T15:29:30Z')
    .addOption(new Option('--snapshot <name>', 'a snapshot of the database, in place of a moment').conflicts('to'))
    .option('--without-uploads', 'leave what users uploaded as it is')
    .addOption(
      new Option(
        '--uploads <time>',
        'the backup of the uploads, by its time in the list (default: the last one by then)',
      ).conflicts('withoutUploads'),
    )
    .option('--role <arn>', 'the role that AWS Backup restores with (default: its own default role)')
    .option('--json', 'print the moments as JSON')
    .addHelpText(
      'after',
      '\nNothing that lives is changed: uploads are restored into a folder beside it, and the rest is a pull request with the lines that\nit prints.\nExit codes: 0 listed, or on the way; 1 there is no such moment, or the uploads could not be restored; 2 AWS could not be asked.',
    )
    .action(async (asked: Asked) => {
      const config = await loadConfig();
      console.error('Asking AWS what there is ...');
      // Loaded here, because the AWS SDK would slow every other command down.
      const { openRestore, restore } = await import('./restore.ts');
      const aws = { ...openRestore(config), pause: () => sleep(PAUSE) };
      await restore(config, asked, aws, new Date(), { say: console.log, progress: console.error });
    });
}
