import { RehearsalError } from '../shared/errors.ts';
import { awaitVerdict } from './await-verdict.ts';
import type { Harness } from './harness.ts';

/** An execution of the pipeline whose commit is live. */
export interface LiveExecution {
  /** From the start of the execution to its end. */
  readonly seconds: number;
  /** The verdict in its own words: `4b825dc is live: infrastructure live 36 s after the merge, workload ...`. */
  readonly summary: string;
}

/**
 * Waits until the pipeline's own verdict says that a commit is live.
 * @param fits the execution's id, or its commit
 * @throws RehearsalError that quotes the verdict when it is anything but live; WaitError when there is none
 */
export async function expectLive(
  harness: Harness,
  fits: { readonly id: string } | { readonly commit: string },
): Promise<LiveExecution> {
  const { status, reason, log, started, updated, verdict } = await awaitVerdict(harness, fits);
  if (status === 'Succeeded' && verdict?.state === 'live') {
    await (await harness.site()).refresh();
    return { seconds: (updated - started) / 1000, summary: verdict.summary.replace(/\.$/, '') };
  }
  const words = verdict?.summary ?? reason ?? 'without a verdict';
  throw new RehearsalError(`the pipeline's execution ended as ${status}: ${words}`, {
    where: log ?? harness.sandbox.log('aws'),
    help: 'read the end of the log, which names the cause and what helps; run again with --keep',
  });
}
