import type { AlarmName } from '../../../lib/constructs/alarms/runbook.ts';

/** Alarms that this fault does not raise, and the file of what does: there it is the real thing, not an event. */
export const RAISED_ELSEWHERE: Readonly<Partial<Record<AlarmName, string>>> = {
  'drift found': 'rehearsal/scenarios/recipes/drift.ts',
};
