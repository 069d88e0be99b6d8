import type { Harness } from '../../harness/harness.ts';
import { verify } from '../../harness/verify.ts';
import { relabelled } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { expectState } from './expect.ts';

/** By how many seconds the date of a commit is away from its push. */
const CLOCKS = { 'in-a-queue': -3 * 3600, 'clock-ahead': 3600 } as const;

/** Seconds by which Flux may see a push before Git says here that it is done, on a busy machine. */
const EARLY = 10;

/** Longest verdict, in seconds. */
const TIMEOUT_SECONDS = 240;

/** A merge queue makes a commit hours before it is pushed, and the clock of somebody who pushes may be ahead. */
export const wrongClocks: Scenario = {
  id: 'wrong-clocks',
  title: 'a commit that is hours older than its push, and one from the future: live, counted from the push',
  run: async (harness) => {
    const told: string[] = [];
    for (const [branch, away] of Object.entries(CLOCKS)) told.push(await countedFromPush(harness, branch, away));
    return told.join('; ');
  },
};

async function countedFromPush(harness: Harness, branch: string, away: number): Promise<string> {
  const date = new Date(Date.now() + away * 1000);
  const commit = await harness.project.merge({ branch, title: `Merge ${branch}`, edits: relabelled(branch), date });
  const pushed = Date.now();
  const verdict = await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [0] });
  expectState(verdict, ['live']);
  const passed = (Date.now() - pushed) / 1000;
  const { workload } = verdict.secondsSinceMerge;
  if (workload !== null && workload >= 0 && workload <= passed + EARLY)
    return `${branch}: ${workload.toFixed(0)} s, ${passed.toFixed(0)} s after the push`;
  throw new RehearsalError(
    `a commit dated ${away} s from its push is said to be live ${workload} s after the merge; it was pushed ${passed.toFixed(0)} s ago`,
    { help: 'see cli/verify/push-time.ts; run again with --keep' },
  );
}
