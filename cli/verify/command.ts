import { Command, InvalidArgumentError, Option } from 'commander';
import type { Config } from '../../lib/config/config.ts';
import { APP_OPTION } from '../shared/app-option.ts';
import { loadConfig } from '../shared/load-config.ts';
import { ROOT } from '../shared/root.ts';
import { wholeSeconds } from '../shared/seconds.ts';
import { requireAnswerFile, writeAnswer } from '../shared/write-answer.ts';
import { failureCode, whyItFailed } from './failure.ts';
import { Recorder } from './record.ts';
import { failureJson, toJson } from './report/json.ts';
import { LiveProgress, PlainProgress } from './report/progress.ts';
import { protectionNotes } from './report/protection.ts';
import { failureReport, paintFor, report } from './report/table.ts';
import { EXIT_CODES } from './verdict.ts';
import { type Listener, watch } from './watch.ts';

/** A first start of Ghost may take ten minutes, and the rollout before it a few; the build's timeout leaves room. Seconds. */
export const TIMEOUT = 1200;
const VERDICT_FILE = 'ONEMERGE_VERDICT_FILE';
/** Between two looks, in seconds. */
const INTERVAL = 2;

interface Options {
  readonly commit: string;
  readonly timeout: number;
  readonly deployed?: true;
  readonly app?: string;
  readonly failed?: true;
  readonly json?: true;
  readonly output?: string;
  readonly record?: string;
}

/** `onemerge verify --commit <sha>`: is that commit live, in both halves? */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('waits until a commit is live in both halves, and says why when it is not')
    .requiredOption('--commit <sha>', 'the commit, as Git names it', revision)
    .option('--timeout <seconds>', 'how long to wait', wholeSeconds, TIMEOUT)
    .option(
      '--deployed',
      'the infrastructure of the commit was deployed just now: if it differs, somebody changed it since',
    )
    .option(...APP_OPTION)
    .addOption(
      new Option('--failed', 'the deployment of the commit failed just now: only say why')
        .conflicts('deployed')
        .conflicts('json'),
    )
    .option('--json', 'print the verdict as JSON')
    .addOption(new Option('--output <file>', 'also write the verdict to a file, as JSON').env(VERDICT_FILE))
    .option('--record <folder>', 'write what was observed to files, as fixtures for the tests')
    .addHelpText('after', '\nExit codes: 0 live or superseded, 1 not live, 2 unknown, or no such commit on the branch.')
    .action(async (options: Options) => {
      process.exitCode = options.failed ? await explainFailure(options) : await verify(options);
    });
}

async function observerOf(
  config: Config,
  commit: string,
  { ended, app }: { readonly ended?: 'succeeded' | 'failed' | undefined; readonly app?: string | undefined },
) {
  // Loaded here, because the AWS SDK and the CDK would slow every other command down.
  const { History } = await import('./observe/history.ts');
  const { owner, name, branch } = config.repository;
  const remote = { branch, publicUrl: `https://github.com/${owner}/${name}.git`, note: console.error };
  // While Git fetches.
  const [history, { Observer }] = await Promise.all([
    History.open(ROOT, remote, commit),
    import('./observe/observer.ts'),
  ]);
  return new Observer(config, history, {
    folder: ROOT,
    ...(ended === undefined ? {} : { ended }),
    ...(app === undefined ? {} : { app }),
  });
}

async function verify({ commit, timeout, deployed, app, json, output, record }: Options): Promise<number> {
  const since = Date.now();
  const recorder = record === undefined ? undefined : new Recorder(record);
  if (output) requireAnswerFile(verdictIn(output));
  const config = await loadConfig();
  const observer = await observerOf(config, commit, { ended: deployed && 'succeeded', app });
  const progress = process.stderr.isTTY ? new LiveProgress(process.stderr) : new PlainProgress(process.stderr);
  const listener = recorder === undefined ? progress : recording(progress, recorder);
  try {
    const watched = await watch(observer, listener, { timeout, interval: INTERVAL, since });
    const outcome = { ...watched, notes: [...watched.notes, ...protectionNotes(watched.facts, config)] };
    if (!json) console.log(`\n${report(outcome, paintFor(process.stdout))}`);
    if (output) writeAnswer(verdictIn(output), toJson(outcome));
    // Last, because standard output gets one document: when the file cannot be written, it is the one that says so.
    if (json) console.log(toJson(outcome));
    const { state } = outcome.verdict;
    return state === 'waiting' ? EXIT_CODES.unknown : EXIT_CODES[state];
  } finally {
    await observer.close();
  }
}

/** The last lines of a failed build. CodeBuild runs this after a build that succeeds, too, and says so. */
async function explainFailure({ commit, app, output }: Options): Promise<number> {
  if (process.env.CODEBUILD_BUILD_SUCCEEDING === '1') return EXIT_CODES.live;
  if (output) requireAnswerFile(verdictIn(output));
  const observer = await observerOf(await loadConfig(), commit, { ended: 'failed', app });
  try {
    const problems = await whyItFailed(() => observer.observe({}));
    console.log(failureReport(problems, paintFor(process.stdout)));
    // Without one, what failed came after the deployment: the verdict that stands there already says what.
    if (output && problems.length > 0) writeAnswer(verdictIn(output), failureJson(commit, problems));
    return failureCode(problems);
  } finally {
    await observer.close();
  }
}

const verdictIn = (path: string) => ({
  what: 'verdict',
  path,
  elsewhere: `--output <file>, or the variable ${VERDICT_FILE}`,
});

function recording(progress: Listener, recorder: Recorder): Listener {
  return {
    seen(facts, verdict, memory) {
      recorder.record(facts, verdict);
      progress.seen(facts, verdict, memory);
    },
    note: (text) => progress.note(text),
  };
}

/** @throws InvalidArgumentError for what Git would take for an option, or for nothing */
function revision(value: string): string {
  if (/^[^-\s]\S*$/.test(value)) return value;
  throw new InvalidArgumentError('Name a commit, for example --commit HEAD.');
}
