import type { Delivery } from '../../fakes/github/delivery.ts';
import type { Stage } from '../../harness/harness.ts';
import type { Act } from '../../scenarios/scenario.ts';
import { settled } from '../../scenarios/workload.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { delivered, redeliver } from './deliveries.ts';
import { requests, requireSame, running } from './state.ts';

/** Seconds that Flux may take to look, and to apply. */
const PATIENCE = 300;

/** Sends an event again and waits until Flux has done what it asks for. Returns how long that took, in milliseconds. */
export async function replay(stage: Stage, delivery: Delivery): Promise<number> {
  const { requested: before } = await requests(stage);
  const start = Date.now();
  await redeliver(stage, delivery);
  const answered = async () => {
    const { requested, handled } = await requests(stage);
    return requested !== before && handled === requested ? Date.now() - start : undefined;
  };
  return await waitFor('Flux answers the event', answered, { seconds: PATIENCE });
}

/** Signed events can be recorded and sent again: they only make Flux look, and it always looks at the branch's head. */
export const replayed: Act = {
  id: 'replayed-event',
  title: 'push events sent again change nothing, even one of an older commit',
  play: async (stage) => {
    const merge = async (branch: string) => {
      const commit = await stage.project.merge({ branch, title: `Push the ${branch}`, edits: {} });
      const delivery = await delivered(stage, commit);
      await settled(stage, 'ghost', PATIENCE, commit);
      return { commit, delivery };
    };
    const older = await merge('older-event');
    const newer = await merge('newer-event');
    const before = await running(stage);
    const times = [await replay(stage, newer.delivery), await replay(stage, older.delivery)];
    await settled(stage, 'ghost', PATIENCE, newer.commit);
    requireSame(before, await running(stage), 'compare the events in the log github with what Flux fetched');
    return {
      remark: `both answered 200; the same revision, generation and pod`,
      figures: { 'replayed event to answered, ms': times },
    };
  },
};
