import { RehearsalError } from '../shared/errors.ts';
import { judged } from './await-verdict.ts';
import type { Stage } from './harness.ts';

/** An execution of the pipeline whose commit is live. */
export interface WentLive {
  /** From the start of the execution to its end. */
  readonly seconds: number;
  /** The verdict's own words: `infrastructure live 36 s after the merge, workload live 16 s after the merge`. */
  readonly times: string;
}

/**
 * Waits until the pipeline has judged a commit: nobody else is asked.
 * @param fits the execution's id, or its commit
 * @throws RehearsalError that quotes the verdict when it is anything but live; WaitError when there is none
 */
export async function wentLive(
  stage: Stage,
  fits: { readonly id: string } | { readonly commit: string },
): Promise<WentLive> {
  const { status, reason, log, started, updated, verdict } = await judged(stage, fits);
  const times = verdict && /is live: (.+)\.$/.exec(verdict)?.[1];
  if (status === 'Succeeded' && times) {
    await (await stage.site()).refresh();
    return { seconds: (updated - started) / 1000, times };
  }
  throw new RehearsalError(`the pipeline's execution ${status}: ${verdict ?? reason ?? 'without a verdict'}`, {
    where: log ?? stage.room.log('aws'),
    help: 'read the end of the log, which names the cause and what helps; run again with --keep',
  });
}
