import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { unnoticed, whileReading } from '../../harness/reader.ts';
import { type BothHalves, bothHalves, requireInfrastructure, requireWorkload } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { waitFor } from '../../shared/process/wait.ts';

/** Seconds that Flux may take for the blog. */
export const TIMEOUT_SECONDS = 540;

/** A merge that went live although something broke on its way. */
interface MergeDuringFault<T> {
  /** What the fault returned. */
  readonly fault: T;
  /** Seconds from the push to both halves live. */
  readonly live: number;
  /** Seconds during which Ghost itself gave no page, from before the merge until it was back for good. */
  readonly away: number;
  /** What those met who only read, for people. */
  readonly readers: string;
}

/**
 * Merges a change of both halves, and requires that it ends live, that readers notice nothing, and that the post and its image are as they were.
 * @param fault - breaks something on the way of that commit; awaited before the claims are checked
 * @param kept - the scenario that reads the post
 */
export async function mergeDuringFault<T>(
  harness: Harness,
  change: BothHalves,
  fault: (commit: string) => Promise<T>,
  kept: Scenario,
): Promise<MergeDuringFault<T>> {
  const { result, away, readers } = await whileReading(await harness.site(), async () => {
    const commit = await harness.project.merge(bothHalves(change));
    const start = Date.now();
    const outcome = await fault(commit);
    await expectLive(harness, { commit });
    const live = (Date.now() - start) / 1000;
    await waitForBlog(harness);
    return { fault: outcome, live };
  });
  await requireWorkload(harness, change);
  await requireInfrastructure(harness, change);
  await kept.run(harness);
  return { ...result, away, readers: unnoticed(readers) };
}

/** Waits until Ghost itself gives the front page. Returns how long that took, in milliseconds. */
export async function waitForBlog(harness: Harness): Promise<number> {
  const site = await harness.site();
  const start = Date.now();
  const answers = async () => ((await site.visit(pastTheCache('/'))).status === 200 ? Date.now() - start : undefined);
  return await waitFor('the blog answers 200', answers, { seconds: 300, where: harness.sandbox.log('cloudfront') });
}
