import type { Execution } from '../fakes/codepipeline/execution.ts';
import { verdictIn } from '../fakes/codepipeline/verdict.ts';
import { tail } from '../shared/process/tail.ts';
import type { Harness } from './harness.ts';

/** Longest wait for an execution, in seconds. */
const TIMEOUT_SECONDS = 540;

/** Lines at the end of a build's log that hold the verdict's last line. */
const END_OF_LOG = 20;

/** An execution that has ended, with the last line of its build's verdict; none when the build did not come that far. */
interface JudgedExecution extends Execution {
  readonly verdict: string | undefined;
}

/**
 * Waits until an execution of the pipeline has ended, and reads the verdict from its log.
 * @param fits the execution's id, or its commit
 * @throws WaitError when it does not end
 */
export async function awaitVerdict(
  harness: Harness,
  fits: { readonly id: string } | { readonly commit: string },
): Promise<JudgedExecution> {
  const execution = await harness.pipeline.runner.ended(fits, TIMEOUT_SECONDS);
  const { log } = execution;
  return { ...execution, verdict: log === undefined ? undefined : verdictIn(tail(log, END_OF_LOG)) };
}
