import { wentLive } from '../../harness/expect-live.ts';
import type { Stage } from '../../harness/harness.ts';
import { whileReading } from '../../harness/reader.ts';
import { type BothHalves, bothHalves, requireInfrastructure, requireWorkload } from '../../scenarios/both-halves.ts';
import type { Act } from '../../scenarios/scenario.ts';
import { waitFor } from '../../shared/process/wait.ts';

/** Seconds that Flux may take for the blog. */
export const PATIENCE = 540;

/** A merge that went live although something broke on its way. */
interface Through<T> {
  /** What the fault told. */
  readonly fault: T;
  /** Seconds from the push to both halves live. */
  readonly live: number;
  /** Seconds during which no reader got the front page, from before the merge until it was back for good. */
  readonly away: number;
}

/**
 * Merges a change of both halves, and requires that it ends live, with the post and its image as they were.
 * @param fault - breaks something on the way of that commit; awaited before the claims are looked at
 * @param kept - the act that reads the post
 */
export async function mergeThrough<T>(
  stage: Stage,
  change: BothHalves,
  fault: (commit: string) => Promise<T>,
  kept: Act,
): Promise<Through<T>> {
  const { result, away } = await whileReading(await stage.site(), async () => {
    const commit = await stage.project.merge(bothHalves(change));
    const start = Date.now();
    const told = await fault(commit);
    await wentLive(stage, { commit });
    const live = (Date.now() - start) / 1000;
    await back(stage);
    return { fault: told, live };
  });
  await requireWorkload(stage, change);
  await requireInfrastructure(stage, change);
  await kept.play(stage);
  return { ...result, away };
}

/** Waits until readers get the front page. Returns how long that took, in milliseconds. */
export async function back(stage: Stage): Promise<number> {
  const site = await stage.site();
  const start = Date.now();
  const answers = async () => ((await site.visit('/')).status === 200 ? Date.now() - start : undefined);
  return await waitFor('the blog answers 200', answers, { seconds: 300, where: stage.room.log('edge') });
}
