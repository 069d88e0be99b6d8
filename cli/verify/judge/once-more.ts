import type { Facts, FluxFacts } from '../facts.ts';
import type { Part, Problem } from '../verdict.ts';
import { problem } from './problem.ts';

/** For how long what Flux has applied counts as applied just now, in milliseconds. */
const MOMENTS = 60_000;

/**
 * Whether Flux was asked a moment ago to apply everything once more. Who takes a field or a label away leaves no trace; Flux puts
 * it back when it applies the object again, which it does by itself only every ten minutes.
 */
export function isConfirmed({ requestedAt, observedAt }: Facts): boolean {
  return requestedAt !== undefined && Date.parse(observedAt) - Date.parse(requestedAt) <= MOMENTS;
}

/** Whether Flux should be asked now: what it applied looks well, and it was not asked yet, or too long ago for a commit that is live. */
export function shouldConfirm(workload: readonly Part[], live: boolean, facts: Facts): boolean {
  const dropped = workload.some(({ problems }) => problems.some(({ cause }) => cause === 'field dropped'));
  // Who took a field away, or whether the API server drops it, shows when it is applied again.
  if (dropped) return facts.requestedAt === undefined;
  if (workload.some(({ state }) => state !== 'live')) return false;
  return facts.requestedAt === undefined || (live && !isConfirmed(facts));
}

/** It has not done it yet: for long only when its controller does not run. */
export function unhandledProblem(object: FluxFacts): Problem {
  return problem('not applied again', object, {
    message: 'Flux was asked to apply it once more, and has not done it yet',
  });
}
