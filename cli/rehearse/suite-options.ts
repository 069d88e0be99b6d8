import { type Command, InvalidArgumentError, Option } from 'commander';
import { destroy } from '../../rehearsal/scenarios/deployments.ts';
import {
  BENCHMARK_IDS,
  benchmarks,
  FAULT_IDS,
  faults,
  PREFLIGHT,
  RECIPE_IDS,
  randomFaults,
  recipes,
  SCENARIOS,
  type Suite,
} from '../../rehearsal/suites.ts';

/** Which scenarios to run, as Commander reads it from the command line. */
export interface SuiteOptions {
  readonly until?: string;
  /** True for all. */
  readonly faults?: true | readonly string[];
  /** How many. */
  readonly randomFaults?: number;
  /** Decides which random faults. */
  readonly seed: number;
  /** True for all. */
  readonly recipes?: SuiteOptions['faults'];
  /** True for all. */
  readonly benchmarks?: SuiteOptions['faults'];
  /** The old names of `faults` and `benchmarks`. */
  readonly drills?: SuiteOptions['faults'];
  readonly measure?: SuiteOptions['faults'];
  readonly keep: boolean;
  readonly pictures: boolean;
}

/** Adds the options that choose what a rehearsal runs. */
export function withSuiteOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--until <scenario>', 'stop after this scenario').choices(
        [...PREFLIGHT, ...SCENARIOS].map(({ id }) => id),
      ),
    )
    .addOption(
      new Option('--faults [fault...]', 'inject all faults or the named ones; each must heal or be reported by name')
        .choices(FAULT_IDS)
        .conflicts(['until', 'benchmarks', 'measure']),
    )
    .addOption(
      new Option(
        '--benchmarks [benchmark...]',
        'measure pushes and the downtime of merges, all benchmarks or the named ones',
      )
        .choices(BENCHMARK_IDS)
        .conflicts('until'),
    )
    .addOption(
      new Option('--recipes [recipe...]', 'follow what the documents tell people to do, all recipes or the named ones')
        .choices(RECIPE_IDS)
        .conflicts(['until', 'faults', 'drills', 'benchmarks', 'measure']),
    )
    .addOption(
      new Option(
        '--random-faults <count>',
        'change live objects and manifests at random; none may be called live that is not',
      )
        .argParser(wholeNumber)
        .conflicts(['until', 'faults', 'drills', 'benchmarks', 'measure', 'recipes']),
    )
    .addOption(new Option('--seed <number>', 'decides which random faults').argParser(wholeNumber).default(1))
    .addOption(
      new Option('--drills [fault...]')
        .choices(FAULT_IDS)
        .conflicts(['until', 'faults', 'benchmarks', 'measure'])
        .hideHelp(),
    )
    .addOption(new Option('--measure [benchmark...]').choices(BENCHMARK_IDS).conflicts('until').hideHelp())
    .option('--keep', 'leave everything running at the end, and print how to reach it', false)
    .option('--no-pictures', 'take no pictures of the blog, and build no browser for them');
}

/** @throws InvalidArgumentError for anything but a whole number above zero */
function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number above zero.');
}

/** What the options ask for. */
export function suiteOf(options: SuiteOptions): Suite {
  const { until, faults: named, recipes: documented, drills, benchmarks: timed, measure, keep, pictures } = options;
  if (documented !== undefined) return recipes(documented === true ? [] : documented);
  if (options.randomFaults !== undefined) return randomFaults(options.randomFaults, options.seed);
  const times = timed ?? measure;
  if (times !== undefined) return benchmarks(times === true ? [] : times);
  const names = named ?? drills;
  if (names !== undefined) return faults(names === true ? [] : names);
  const inPreflight = PREFLIGHT.some(({ id }) => id === until);
  const scenarios = inPreflight ? [] : upTo(until, SCENARIOS);
  // Somebody who wants to look around wants something to look at.
  const lasting = keep ? scenarios.filter((scenario) => scenario !== destroy) : scenarios;
  const chosen = pictures ? lasting : lasting.filter((scenario) => scenario.extra !== 'pictures');
  return { selftests: [], preflight: upTo(until, PREFLIGHT), scenarios: chosen };
}

/** A list up to the part with that id; all of it without an id. */
function upTo<Part extends { readonly id: string }>(id: string | undefined, list: readonly Part[]): readonly Part[] {
  const last = list.findIndex((part) => part.id === id);
  return last < 0 ? list : list.slice(0, last + 1);
}
