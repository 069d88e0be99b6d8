import type { Review } from '../review.ts';

/** The answer that a report begins with. */
export type Verdict = 'safe' | 'look closely' | 'blocked' | 'unreadable';

/** What the report's reader is to do. */
export function verdictOf(review: Review): Verdict {
  const { infrastructure, acknowledgements, workload, settings, approvals, deployed, environments } = review;
  const { judged, foreignPackages } = review;
  const elsewhere = (environments?.others ?? []).flatMap((other) => [other.infrastructure, other.workload]);
  const parts = [infrastructure, acknowledgements, workload, settings, approvals, deployed, ...elsewhere];
  if (parts.some((part) => part !== undefined && 'error' in part)) return 'unreadable';
  if (judged.blocking.length > 0) return 'blocked';
  const looks = judged.looks.length + judged.approved.length + judged.unused.length;
  return looks > 0 || foreignPackages ? 'look closely' : 'safe';
}

/** 0 when nothing blocks, 1 when something does, 2 when a half could not be read. */
export function exitCodeOf(review: Review): 0 | 1 | 2 {
  const verdict = verdictOf(review);
  if (verdict === 'unreadable') return 2;
  return verdict === 'blocked' ? 1 : 0;
}
