import type { Delivery } from '../../fakes/github/delivery.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { settled } from '../../scenarios/workload.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { delivered, redeliver } from './deliveries.ts';
import { requests, requireSame, running } from './state.ts';

/** Seconds that Flux may take to look, and to apply. */
const TIMEOUT_SECONDS = 300;

/** Sends an event again and waits until Flux has done what it asks for. Returns how long that took, in milliseconds. */
export async function replay(harness: Harness, delivery: Delivery): Promise<number> {
  const { requested: before } = await requests(harness);
  const start = Date.now();
  await redeliver(harness, delivery);
  const answered = async () => {
    const { requested, handled } = await requests(harness);
    return requested !== before && handled === requested ? Date.now() - start : undefined;
  };
  return await waitFor('Flux answers the event', answered, { seconds: TIMEOUT_SECONDS });
}

/** Signed events can be recorded and sent again: they only make Flux look, and it always looks at the branch's head. */
export const replayed: Scenario = {
  id: 'replayed-event',
  title: 'replayed push events change nothing, not even that of an older commit',
  run: async (harness) => {
    const merge = async (branch: string) => {
      const commit = await harness.project.merge({ branch, title: `Push the ${branch}`, edits: {} });
      const delivery = await delivered(harness, commit);
      await settled(harness, 'ghost', TIMEOUT_SECONDS, commit);
      return { commit, delivery };
    };
    const older = await merge('older-event');
    const newer = await merge('newer-event');
    const before = await running(harness);
    const times = [await replay(harness, newer.delivery), await replay(harness, older.delivery)];
    await settled(harness, 'ghost', TIMEOUT_SECONDS, newer.commit);
    requireSame(before, await running(harness), 'compare the events in the log github with what Flux fetched');
    return {
      note: `both answered 200; the same revision, generation and pod`,
      figures: { 'replayed event to answered, ms': times },
    };
  },
};
