import { setTimeout as sleep } from 'node:timers/promises';
import type { Harness } from '../../harness/harness.ts';
import type { Verdict } from '../../harness/verify.ts';
import type { Measured, Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { bothWays } from '../verdict/by-merge.ts';
import { withoutPipeline } from '../without-pipeline.ts';
import { drawn } from './draw.ts';
import type { LiveMutation, MergedMutation, Mutation } from './mutation.ts';
import { type Outcome, outcomeOf, summaryOf } from './outcome.ts';
import { System } from './system.ts';
import { startVerdicts, type Verdicts } from './verdicts.ts';

/** Before anybody looks: controllers notice within this time, in milliseconds. */
const MOMENT = 1500;

/** How long a verdict may take, in seconds: where something is wrong, where all is well, and on a merge. */
const TIMEOUTS = { broken: 12, well: 60, merged: 90 } as const;

/** What was done, what the verdict said and whether that was right. */
interface Judged {
  readonly title: string;
  readonly outcome: Outcome;
}

interface Run {
  readonly system: System;
  readonly verdicts: Verdicts;
}

/**
 * Mutations of live objects and of merged manifests, each judged by the verdict and by an oracle that shares nothing with it.
 * @param count how many
 * @param seed decides which, and in which order
 */
export function randomFaults(count: number, seed: number): Scenario[] {
  const judged: Judged[] = [];
  let starting: Promise<Run> | undefined;
  const start = (harness: Harness): Promise<Run> => {
    starting ??= Promise.all([System.start(harness), startVerdicts(harness)]).then(([system, verdicts]) => ({
      system,
      verdicts,
    }));
    return starting;
  };
  const mutations = drawn(count, seed).map(
    (mutation, i): Scenario => ({
      id: `random-${i + 1}`,
      title: `${i + 1}/${count}: ${mutation.title}`,
      run: async (harness) => {
        const { outcome, note } = await play(await start(harness), harness, mutation);
        judged.push({ title: mutation.title, outcome });
        return note;
      },
    }),
  );
  const sum: Scenario = {
    id: 'random-faults',
    title: `of ${count} random faults (seed ${seed}) none is called live`,
    run: async (harness) => {
      (await start(harness)).verdicts.stop();
      return conclude(judged);
    },
  };
  return [...mutations, sum].map((one) => ({ ...withoutPipeline(one), unread: 'whatever is drawn may be the blog' }));
}

function conclude(judged: readonly Judged[]): Measured {
  const { note, figures } = summaryOf(judged.map(({ outcome }) => outcome));
  const those = (which: Outcome) => judged.filter(({ outcome }) => outcome === which).map(({ title }) => title);
  const wrong = those('FALSE live');
  const doubted = those('false not live');
  if (wrong.length === 0)
    return { note: doubted.length === 0 ? note : `${note}; not live without a reason: ${doubted.join('; ')}`, figures };
  throw new RehearsalError(`${note}; called live, and are not: ${wrong.join('; ')}`, {
    help: 'see docs/decisions/0016-everything-that-flux-owns.md; run it again with the same seed',
  });
}

async function play(run: Run, harness: Harness, mutation: Mutation): Promise<{ outcome: Outcome; note: string }> {
  const { before, verdict, after, seconds, mend } =
    'edits' in mutation ? await playMerge(run, harness, mutation) : await playLive(run, harness, mutation);
  const outcome = outcomeOf({ before, state: verdict.state, after });
  await mend();
  await run.system.heal();
  const [first] = verdict.problems;
  // Whoever could not look tells why.
  const why = first?.cause === 'unreadable' ? `, ${first.message}` : '';
  const said = `${verdict.state}${first === undefined ? '' : ` (${first.object}: ${first.cause}${why})`} after ${seconds.toFixed(0)} s`;
  return {
    outcome,
    note: `${outcome}: ${said}; ${after[0] ?? 'all well'}${after.length > 1 ? `, and ${after.length - 1} more` : ''}`,
  };
}

/** What was seen before and after a verdict, and the verdict. */
interface Seen {
  /** What was wrong before; left out when nobody looked. */
  readonly before?: readonly string[];
  readonly verdict: Verdict;
  readonly after: readonly string[];
  readonly seconds: number;
  readonly mend: () => Promise<unknown>;
}

async function playLive({ system, verdicts }: Run, harness: Harness, mutation: LiveMutation): Promise<Seen> {
  const { kubectl } = await harness.cluster();
  await mutation.make(kubectl);
  await sleep(MOMENT);
  const before = await system.wrong();
  const asked = await timed(() => verdicts.ask(system.commit, before.length > 0 ? TIMEOUTS.broken : TIMEOUTS.well));
  const mend = async () => mutation.unmake?.(kubectl);
  return { before, ...asked, after: await system.wrong(), mend };
}

async function playMerge({ system, verdicts }: Run, harness: Harness, { title, edits }: MergedMutation): Promise<Seen> {
  const branch = `random-${Date.now()}`;
  const { forth, back } = bothWays(edits);
  const commit = await harness.project.merge({ branch, title, edits: forth });
  // A tree that cannot be rendered is never live; the oracle has nothing to compare then.
  const rendered = await system.follow(commit).then(
    () => true,
    () => false,
  );
  const asked = await timed(() => verdicts.ask(commit, TIMEOUTS.merged));
  const revert = { branch: `${branch}-back`, title: `Revert: ${title}`, edits: back };
  const mend = async () => system.follow(await harness.project.merge(revert));
  return { ...asked, after: rendered ? await system.wrong() : ['the tree cannot be rendered'], mend };
}

async function timed(ask: () => Promise<Verdict>): Promise<{ verdict: Verdict; seconds: number }> {
  const began = Date.now();
  const verdict = await ask();
  return { verdict, seconds: (Date.now() - began) / 1000 };
}
