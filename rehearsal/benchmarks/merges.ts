import type { PullRequest } from '../cluster/git/repository.ts';
import { expectLive } from '../harness/expect-live.ts';
import type { Harness } from '../harness/harness.ts';
import { unnoticed, whileReading } from '../harness/reader.ts';
import {
  type BothHalves,
  bothHalves,
  relabelled,
  requireInfrastructure,
  requireWorkload,
  resized,
} from '../scenarios/both-halves.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { UNREAD } from '../scenarios/unread.ts';
import { settled } from '../scenarios/workload.ts';

/** Seconds that a half may take. */
const TIMEOUT_SECONDS = 540;

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

const BOTH = { branch: 'measure-both', title: 'Change both halves', size: 't4g.large', memory: '1280Mi' } as const;
const DATABASE = { branch: 'measure-database', title: 'Resize the database', size: 't4g.medium' } as const;
const POD = { branch: 'measure-rollout', title: 'Label the blog anew', memory: BOTH.memory } as const;

/**
 * Merges, and reads the blog until `until` resolves.
 * @param until - gets the merge commit, and a function that tells the milliseconds since the push of the merge returned
 * @returns what `until` resolves to, for how many milliseconds Ghost itself was away, and what readers met
 */
async function merging<T>(
  harness: Harness,
  change: PullRequest,
  until: (commit: string, since: () => number) => Promise<T>,
): Promise<{ readonly live: T; readonly away: number; readonly readers: string }> {
  const { result, away, readers } = await whileReading(await harness.site(), async () => {
    const commit = await harness.project.merge(change);
    const merged = Date.now();
    return await until(commit, () => Date.now() - merged);
  });
  return { live: result, away: Math.round(away * 1000), readers: unnoticed(readers) };
}

/**
 * Merges a change of both halves, and requires that both are live then.
 * @returns milliseconds from the merge until each was, and what `merging` says of the blog
 */
export async function mergingBothHalves(harness: Harness, both: BothHalves) {
  const { live, away, readers } = await merging(harness, bothHalves(both), (commit, since) =>
    Promise.all([
      settled(harness, 'ghost', TIMEOUT_SECONDS, commit).then(since),
      expectLive(harness, { commit }).then(since),
    ]),
  );
  const [workload, infrastructure] = live;
  await requireWorkload(harness, both);
  await requireInfrastructure(harness, both);
  return { workload, infrastructure, away, readers };
}

/** Both halves of a merge. The infrastructure is live when the pipeline has ended: its build ends with the verdict. */
export const mergeOfBothHalves: Scenario = {
  id: 'halves',
  title: 'merge of both halves: time until each is live',
  unread: UNREAD.own,
  run: async (harness) => {
    const { workload, infrastructure, away, readers } = await mergingBothHalves(harness, BOTH);
    return {
      note: `workload ${seconds(workload)}, infrastructure ${seconds(infrastructure)} (when the pipeline ended); Ghost itself was unavailable for ${seconds(away)}; ${readers}`,
      figures: {
        'merge to workload live, ms': [workload],
        'merge to infrastructure live, ms': [infrastructure],
        'blog unavailable during a merge of both halves, ms': [away],
      },
    };
  },
};

/** The database restarts, and Ghost's pod stays. */
export const databaseRestart: Scenario = {
  id: 'database-restart',
  title: 'merge of a new database class: time without the blog',
  unread: UNREAD.own,
  run: async (harness) => {
    const change = { ...DATABASE, edits: resized(DATABASE.size) };
    const { away, readers } = await merging(harness, change, (commit) => expectLive(harness, { commit }));
    await requireInfrastructure(harness, DATABASE);
    return {
      note: `Ghost itself unavailable for ${seconds(away)}; ${readers}`,
      figures: { "blog unavailable during the database's restart, ms": [away] },
    };
  },
};

/** Ghost's pod is replaced, the database stays, and no build takes the processor from it. */
export const rollout: Scenario = {
  id: 'rollout',
  title: 'merge of a new pod template: time without the blog',
  unread: UNREAD.own,
  run: async (harness) => {
    harness.pipeline.stop();
    const change = { ...POD, edits: relabelled(POD.branch) };
    const { live, away, readers } = await merging(harness, change, (commit, since) =>
      settled(harness, 'ghost', TIMEOUT_SECONDS, commit).then(since),
    );
    await requireWorkload(harness, POD);
    return {
      note: `Ghost itself unavailable for ${seconds(away)}, live after ${seconds(live)}; ${readers}`,
      figures: { "blog unavailable during its pod's rollout, ms": [away] },
    };
  },
};
