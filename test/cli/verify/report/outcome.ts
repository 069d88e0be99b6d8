import type { Facts } from '../../../../cli/verify/facts.ts';
import { atTimeout, judge } from '../../../../cli/verify/judge/judge.ts';
import { NOTHING_YET, remember } from '../../../../cli/verify/memory.ts';
import type { Outcome } from '../../../../cli/verify/watch.ts';

/** What a watch that saw only this, at its end, has to report. */
export function outcome(observed: Facts, notes: string[] = []): Outcome {
  const verdict = atTimeout(judge(observed));
  return { verdict, facts: observed, memory: remember(NOTHING_YET, verdict, observed.observedAt), notes };
}
