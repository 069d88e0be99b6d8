import { Command, Option } from 'commander';
import type { Config } from '../../lib/config/config.ts';
import { CommandError } from '../shared/command-error.ts';
import { loadConfig } from '../shared/load-config.ts';

interface Options {
  readonly commit: string;
  readonly to?: string;
  readonly skip?: string;
  readonly check?: true;
  readonly approve?: string;
  readonly refuse?: string;
  readonly verdict?: string;
}

/** `onemerge promote`: takes a commit from one environment to the next. */
export function promoteCommand(): Command {
  return new Command('promote')
    .description('takes a commit that is live in one environment to those that come after it')
    .requiredOption('--commit <sha>', 'the full hash of the commit')
    .option('--to <environment>', 'only this environment; for a rollback, or to promote again')
    .addOption(
      new Option('--skip <reason>', 'go past the environment before it, which may not know the commit').conflicts(
        'check',
      ),
    )
    .addOption(
      new Option('--approve <words>', 'answer an environment that waits for a person: yes, and why').conflicts([
        'check',
        'skip',
        'refuse',
      ]),
    )
    .addOption(new Option('--refuse <words>', 'answer it: no, and why').conflicts(['check', 'skip', 'approve']))
    .option('--check', 'change nothing, and fail when the commit may not come to this environment: for its build')
    .addOption(new Option('--verdict <file>', 'what verify left there').env('ONEMERGE_VERDICT_FILE'))
    .addHelpText(
      'after',
      '\nExit codes: 0 done, or nothing comes after; 1 the commit may not go there, or AWS refused; 2 that could not be found out.',
    )
    .action(async ({ commit, to, skip, check, verdict, approve, refuse }: Options) => {
      // Loaded here, because the AWS SDK would slow every other command down.
      const { checkPromotion, promoteTo, promoteOnwards } = await import('./promote.ts');
      const { pipelineOf } = await import('./pipeline.ts');
      const say = (line: string) => console.log(line);
      if (check) return await checkPromotion(await loadConfig(), commit, { pipelineOf, say, env: process.env });
      const words = approve ?? refuse;
      if (words !== undefined) {
        const { answer } = await import('./answer.ts');
        const waiting = async (target: Config) => await (await pipelineOf(target)).waiting();
        const status = approve === undefined ? 'Rejected' : 'Approved';
        return await answer(await loadConfig(requireTo(to)), commit, { status, words }, { waiting, say });
      }
      if (to === undefined) return await promoteOnwards(await loadConfig(), commit, { pipelineOf, say, verdict });
      await promoteTo(await loadConfig(to), commit, skip, { pipelineOf, say });
    });
}

function requireTo(to: string | undefined): string {
  if (to !== undefined) return to;
  throw new CommandError('--approve and --refuse answer one environment, and none is named', {
    help: 'name it: --to <environment>',
  });
}
