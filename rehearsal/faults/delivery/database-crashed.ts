import { databaseServer } from '../../harness/database-server.ts';
import type { Harness } from '../../harness/harness.ts';
import type { BothHalves } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { UNREAD } from '../../scenarios/unread.ts';
import { settled } from '../../scenarios/workload.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { mergeDuringFault, TIMEOUT_SECONDS, waitForBlog } from './merge-during-fault.ts';
import { pods, requireSame } from './state.ts';

const CHANGE: BothHalves = {
  branch: 'database-crashed',
  title: 'Change both halves while the database crashes',
  size: 't4g.xlarge',
  memory: '1408Mi',
};

/** A merge whose pipeline has not ended. @throws RehearsalError when it has: then nothing is proven */
function requireUnderWay(harness: Harness, commit: string): void {
  const execution = harness.pipeline.runner.executions.find((one) => one.commit === commit);
  if (!execution || execution.status === 'InProgress') return;
  throw new RehearsalError(
    `the execution of ${commit.slice(0, 12)} had already ended as ${execution.status} before the crash`,
    {
      where: harness.sandbox.log('pipeline'),
      help: 'crash the database earlier in rehearsal/faults/delivery/database-crashed.ts',
    },
  );
}

/** Crashes the database as soon as the new Ghost serves; the pipeline is about to change its class, a second restart. */
async function strike(harness: Harness, commit: string) {
  await settled(harness, 'ghost', TIMEOUT_SECONDS, commit);
  requireUnderWay(harness, commit);
  const before = await pods(harness);
  const database = await databaseServer(harness);
  const crashing = database.crash();
  const [healed] = await Promise.all([waitForBlog(harness), crashing]);
  return { before, healed };
}

/** The database dies under a running blog while a merge is about to change its class. */
export function databaseCrashed(kept: Scenario): Scenario {
  return {
    id: 'database-crashed',
    title: 'the database crashes during a merge: it recovers, and no pod restarts',
    unread: UNREAD.own,
    run: async (harness) => {
      const { fault, live, away, readers } = await mergeDuringFault(
        harness,
        CHANGE,
        (commit) => strike(harness, commit),
        kept,
      );
      const { before, healed } = fault;
      const help = 'see the probes in gitops/apps/ghost/deployment.yaml: the liveness probe must not ask the database';
      requireSame({ pods: before }, { pods: await pods(harness) }, help);
      return {
        note: `blog back ${(healed / 1000).toFixed(1)} s after the crash, Ghost itself unavailable for ${away.toFixed(1)} s in the whole merge; ${readers}; both halves live after ${live.toFixed(0)} s`,
        figures: { 'database crashed: blog back, ms': [healed] },
      };
    },
  };
}
