import type { Measured } from '../../scenarios/scenario.ts';

/** What a verdict was worth. `healed`: what was wrong before the verdict was well after it, so that both answers are right. */
export type Outcome = 'right, live' | 'right, not live' | 'healed' | 'FALSE live' | 'false not live';

/** What the oracle complained of before and after a verdict. */
interface Opinions {
  /** Left out when nobody looked. */
  readonly before?: readonly string[];
  readonly state: string;
  readonly after: readonly string[];
}

/** Compares a verdict with the oracle. `unknown` is not called live. */
export function outcomeOf({ before, state, after }: Opinions): Outcome {
  const isWell = after.length === 0;
  if (state === 'live') {
    if (isWell) return before === undefined || before.length === 0 ? 'right, live' : 'healed';
    return 'FALSE live';
  }
  if (!isWell) return 'right, not live';
  return before === undefined || before.length === 0 ? 'false not live' : 'healed';
}

const OUTCOMES: readonly Outcome[] = ['right, live', 'right, not live', 'healed', 'FALSE live', 'false not live'];

/** The counts, as a note and as figures. */
export function summaryOf(outcomes: readonly Outcome[]): Measured {
  const counts = OUTCOMES.map((outcome) => [outcome, outcomes.filter((one) => one === outcome).length] as const);
  return {
    note: counts.map(([outcome, count]) => `${count} ${outcome}`).join(', '),
    figures: Object.fromEntries(counts.map(([outcome, count]) => [`${outcome}, count`, [count]])),
  };
}
