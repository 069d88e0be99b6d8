import { RehearsalError } from '../../errors.ts';
import type { End } from '../../pipeline/execution.ts';
import { verdictIn } from '../../pipeline/verdict.ts';
import { tail } from '../../process/tail.ts';
import type { Stage } from '../../stage/stage.ts';

/** Longest wait for an execution, in seconds. */
const PATIENCE = 540;

/** Lines at the end of a build's log that hold the verdict's last line. */
const END_OF_LOG = 20;

/**
 * Waits until the pipeline's execution of a commit has ended, and requires how.
 * @returns the verdict's last line in the build's log; an empty text when the build did not come that far
 * @throws RehearsalError when it ended otherwise; WaitError when it did not end
 */
export async function endsAs(stage: Stage, commit: string, end: End): Promise<string> {
  const { status, reason, log } = await stage.pipeline.runner.ended({ commit }, PATIENCE);
  if (status === end) return (log && verdictIn(tail(log, END_OF_LOG))) ?? '';
  throw new RehearsalError(`the execution of ${commit.slice(0, 12)} is ${status}, wanted: ${end} (${reason ?? ''})`, {
    where: log ?? stage.room.log('aws'),
    help: 'read the end of the log; run again with --keep',
  });
}
