import { Argument, Command, Option } from 'commander';
import { cacheFolders } from '../../rehearsal/builds/folders.ts';
import { readReport } from '../../rehearsal/report.ts';
import { rehearse } from '../../rehearsal/run.ts';
import { cleanReport } from '../../rehearsal/sandbox/clean.ts';
import { removeRuns } from '../../rehearsal/sandbox/cleanup.ts';
import { SANDBOX_ROOT } from '../../rehearsal/sandbox/mounts.ts';
import { readPlan } from '../../rehearsal/sandbox/plan.ts';
import { RehearsalError, withoutAnswer } from '../../rehearsal/shared/errors.ts';
import { GHOST_IDS, ghostSections } from '../../rehearsal/suites.ts';
import { CommandError } from '../shared/command-error.ts';
import { DESCRIPTION } from './load.ts';
import { type SuiteOptions, suiteOf, withSuiteOptions } from './suite-options.ts';
import { summaryOf } from './summary.ts';

/** `onemerge rehearse`: the whole system on this machine. */
export function rehearseCommand(): Command {
  const command = withSuiteOptions(new Command('rehearse'))
    .description(DESCRIPTION)
    .action(async (chosen: SuiteOptions) =>
      end(await answering(() => rehearse({ ...suiteOf(chosen), keep: chosen.keep }))),
    );
  command
    .command('ghost')
    .description(
      'the blog alone, without AWS: its first start, uploads, mail, faults, and databases that it must refuse',
    )
    .addArgument(new Argument('[section...]', 'only these sections').choices(GHOST_IDS))
    .action(async (sections: string[]) => {
      const { keep } = command.opts<SuiteOptions>();
      end(await answering(() => rehearse({ ...ghostSections(sections), keep })));
    });
  command
    .command('summary')
    .description('print the report of the last rehearsal as Markdown, for the summary of a CI job')
    .action(async () => console.log(await answering(asking(async () => summaryOf(readReport())))));
  command
    .command('clean')
    .description('remove rehearsals that have ended, and list those that run')
    .argument('[run...]', 'end and remove these, whoever runs them')
    .addOption(new Option('--all', 'end and remove every rehearsal of this cache').default(false))
    .option('--json', 'print the result as JSON', false)
    .action(async (named: string[], { all, json }: { readonly all: boolean; readonly json: boolean }) => {
      const { remove, keep } = await answering(asking(() => removeRuns(cacheFolders(process.env), { named, all })));
      if (json) console.log(JSON.stringify({ removed: remove, left: keep }, null, 2));
      else for (const line of cleanReport(remove, keep)) console.log(line);
    });
  return command;
}

/** Inside a sandbox servers still listen and programs still run: the end of this process is the end of them all. */
function end(code: number): void {
  process.exit(code);
}

/** Work that judges nothing: whatever goes wrong, there is no answer. */
const asking =
  <T>(work: () => Promise<T>) =>
  () =>
    work().catch((error: unknown) => {
      throw withoutAnswer(error);
    });

/** Hands on an error that a person can act on. */
async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RehearsalError)) throw error;
    // Inside a sandbox the run's folder has another name than outside, where the message is read.
    const outside = (text: string) => text.replaceAll(SANDBOX_ROOT, readPlan(process.env)?.folder ?? SANDBOX_ROOT);
    const { message, where, help, exitCode } = error;
    throw new CommandError(outside(message), {
      ...(where === undefined ? {} : { where: outside(where) }),
      help: outside(help),
      exitCode,
    });
  }
}
