import { Argument, Command, Option } from 'commander';
import { cacheFolders } from '../../rehearsal/builds/folders.ts';
import { readReport } from '../../rehearsal/report.ts';
import { rehearse } from '../../rehearsal/run.ts';
import { cleanReport } from '../../rehearsal/sandbox/clean.ts';
import { removeRuns } from '../../rehearsal/sandbox/cleanup.ts';
import { SANDBOX_ROOT } from '../../rehearsal/sandbox/mounts.ts';
import { readPlan } from '../../rehearsal/sandbox/plan.ts';
import { destroy } from '../../rehearsal/scenarios/deployments.ts';
import { RehearsalError } from '../../rehearsal/shared/errors.ts';
import {
  BENCHMARKS,
  FAULT_IDS,
  faults,
  GHOST,
  PREFLIGHT,
  RECIPE_IDS,
  recipes,
  STORY,
  type Suite,
} from '../../rehearsal/suites.ts';
import { DESCRIPTION } from './load.ts';
import { summaryOf } from './summary.ts';

interface RehearseOptions {
  readonly until?: string;
  /** True for all. */
  readonly faults?: true | readonly string[];
  /** True for all. */
  readonly recipes?: true | readonly string[];
  readonly measure: boolean;
  readonly keep: boolean;
  readonly pictures: boolean;
}

/** `onemerge rehearse`: the whole system on this machine. */
export function rehearseCommand(): Command {
  const command = new Command('rehearse')
    .description(DESCRIPTION)
    .addOption(
      new Option('--until <scenario>', 'stop after this scenario').choices(
        [...PREFLIGHT, ...STORY].map(({ id }) => id),
      ),
    )
    .addOption(
      new Option('--faults [fault...]', 'break things on purpose, all or the named ones, and see each healed or told')
        .choices(FAULT_IDS)
        .conflicts('until'),
    )
    .addOption(
      new Option('--measure', 'take times: pushes with and without the webhook, merges, how long the blog is away')
        .default(false)
        .conflicts(['until', 'faults']),
    )
    .addOption(
      new Option('--recipes [recipe...]', 'play what the documents tell people to do, all or the named recipes')
        .choices(RECIPE_IDS)
        .conflicts(['until', 'faults', 'measure']),
    )
    .option('--keep', 'leave it running and say how to reach it; nothing is destroyed at the end', false)
    .option('--no-pictures', 'take no pictures of the blog, and build no browser for them')
    .action(async (chosen: RehearseOptions) =>
      end(await answering(() => rehearse({ ...suite(chosen), keep: chosen.keep }))),
    );
  command
    .command('ghost')
    .description(
      'the blog alone, without AWS: its first start, uploads, mail, faults, and databases that it must refuse',
    )
    .addArgument(new Argument('[section...]', 'only these sections').choices(GHOST.map(({ id }) => id)))
    .action(async (sections: string[]) => {
      const { keep } = command.opts<RehearseOptions>();
      end(await answering(() => rehearse({ ...ghostSuite(sections), keep })));
    });
  command
    .command('summary')
    .description('print the report of the last rehearsal as Markdown, for the summary of a CI job')
    .action(async () => console.log(await answering(async () => summaryOf(readReport()))));
  command
    .command('clean')
    .description('remove rehearsals that have ended, and list those that run')
    .argument('[run...]', 'end and remove these, whoever runs them')
    .addOption(new Option('--all', 'end and remove every rehearsal of this cache').default(false))
    .option('--json', 'print the result as JSON', false)
    .action(async (named: string[], { all, json }: { readonly all: boolean; readonly json: boolean }) => {
      const { remove, keep } = await answering(() => removeRuns(cacheFolders(process.env), { named, all }));
      if (json) console.log(JSON.stringify({ removed: remove, left: keep }, null, 2));
      else for (const line of cleanReport(remove, keep)) console.log(line);
    });
  return command;
}

function suite({ until, faults: names, recipes: chosen, measure, keep, pictures }: RehearseOptions): Suite {
  if (chosen !== undefined) return recipes(chosen === true ? [] : chosen);
  if (measure) return { selftests: [], preflight: [], scenarios: BENCHMARKS };
  if (names !== undefined) return faults(names === true ? [] : names);
  const inPreflight = PREFLIGHT.some(({ id }) => id === until);
  const scenarios = inPreflight ? [] : upTo(until, STORY);
  // Somebody who wants to look around wants something to look at.
  const lasting = keep ? scenarios.filter((scenario) => scenario !== destroy) : scenarios;
  const played = pictures ? lasting : lasting.filter((scenario) => !scenario.pictures);
  return { selftests: [], preflight: upTo(until, PREFLIGHT), scenarios: played };
}

/** A list up to the part of that id; all of it when there is none. */
function upTo<Part extends { readonly id: string }>(id: string | undefined, list: readonly Part[]): readonly Part[] {
  const last = list.findIndex((part) => part.id === id);
  return last < 0 ? list : list.slice(0, last + 1);
}

/** Ghost's sections, the named ones or all, in their order. */
function ghostSuite(names: readonly string[]): Suite {
  const ghost = GHOST.filter(({ id }) => names.length === 0 || names.includes(id));
  return { selftests: [], preflight: [], scenarios: [], ghost };
}

/** Inside a sandbox servers still listen and programs still run: the end of this process is the end of them all. */
function end(code: number): void {
  process.exit(code);
}

/** Prints an error that a person can act on, and ends with its exit code. */
async function answering<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RehearsalError)) throw error;
    // Inside a sandbox the run's folder has another name than outside, where the message is read.
    console.error(error.report().replaceAll(SANDBOX_ROOT, readPlan(process.env)?.folder ?? SANDBOX_ROOT));
    process.exit(error.exitCode);
  }
}
