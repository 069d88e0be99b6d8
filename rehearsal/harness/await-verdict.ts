import { existsSync, readFileSync } from 'node:fs';
import type { Execution } from '../fakes/codepipeline/execution.ts';
import { verdictFile } from '../fakes/codepipeline/verdict-file.ts';
import type { Harness } from './harness.ts';
import type { Verdict } from './verify.ts';

/** Longest wait for an execution, in seconds. */
const TIMEOUT_SECONDS = 540;

/** An execution that has ended, with its build's verdict; none when the build did not come that far. */
interface JudgedExecution extends Execution {
  readonly verdict: Verdict | undefined;
}

/**
 * Waits until an execution of the pipeline has ended, and reads the verdict that its build left.
 * @param fits the execution's id, or its commit
 * @throws WaitError when it does not end
 */
export async function awaitVerdict(
  harness: Harness,
  fits: { readonly id: string } | { readonly commit: string },
): Promise<JudgedExecution> {
  const execution = await harness.pipeline.runner.ended(fits, TIMEOUT_SECONDS);
  return { ...execution, verdict: execution.log === undefined ? undefined : verdictOf(execution.log) };
}

function verdictOf(log: string): Verdict | undefined {
  const file = verdictFile(log);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Verdict) : undefined;
}
