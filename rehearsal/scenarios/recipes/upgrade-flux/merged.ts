import type { PullRequest } from '../../../cluster/git/repository.ts';
import { expectLive } from '../../../harness/expect-live.ts';
import type { Harness } from '../../../harness/harness.ts';
import { unnoticed, whileReading } from '../../../harness/reader.ts';

interface Merge {
  /** When, and how long it took until the pipeline had ended with a verdict that it is live. In milliseconds. */
  readonly at: number;
  readonly live: number;
  readonly told: string;
}

/** Merges, and reads the blog until that is live. @throws RehearsalError when it does not go live, or a reader meets an error */
export async function merged(harness: Harness, change: PullRequest): Promise<Merge> {
  const { result, away, readers } = await whileReading(await harness.site(), async () => {
    const commit = await harness.project.merge(change);
    const at = Date.now();
    const { summary } = await expectLive(harness, { commit });
    return { at, live: Date.now() - at, summary };
  });
  const { at, live, summary } = result;
  return { at, live, told: `${summary}, ${unnoticed(readers)}, Ghost itself unavailable for ${away.toFixed(1)} s` };
}
