import type { AlarmName } from '../../../lib/constructs/alarms/runbook.ts';

const [GIB, MIB] = [1024 ** 3, 1024 ** 2];

/**
 * What a metric reads during the fault that its alarm is for, a value for each of the alarm's periods with the newest last, null where
 * AWS would report nothing; and one less bad, during which it must be silent.
 */
export interface Numbers {
  readonly fault: readonly (number | null)[];
  readonly harmless: readonly (number | null)[];
}

/** For each alarm that has a metric. */
export const NUMBERS: Readonly<Partial<Record<AlarmName, Numbers>>> = {
  // The pod is deregistered, and the group reports nothing: CloudWatch looks two minutes further back for data before it takes that for a
  // fault. A merge that replaces the pod takes three minutes.
  'blog unreachable': { fault: Array.from({ length: 7 }, () => null), harmless: [1, 1, 1, null, null, null, 1] },
  'webhook unreachable': {
    fault: [1, 1, ...Array.from({ length: 15 }, () => 0)],
    harmless: [1, 1, 1, 1, 1, ...Array.from({ length: 12 }, () => 0)],
  },
  // Percent of readers, by CloudFront; nobody has asked for anything in a period without a number.
  'blog errors': { fault: [0, 0, 6, 40, 100], harmless: [0, 100, 40, 5, null] },
  // RDS grows 20 GiB at 2 GiB, and these cannot be grown.
  'database storage': {
    fault: [3 * GIB, 2 * GIB, 0.9 * GIB, 0.8 * GIB, 0.7 * GIB],
    harmless: [3 * GIB, 2 * GIB, 1.9 * GIB, 1.8 * GIB, 2 * GIB],
  },
  'database memory': {
    fault: [300 * MIB, 200 * MIB, 60 * MIB, 50 * MIB, 40 * MIB],
    harmless: [300 * MIB, 200 * MIB, 60 * MIB, 50 * MIB, 90 * MIB],
  },
  'database connections': { fault: [10, 12, 70, 80, 80], harmless: [10, 12, 10, 80, 80] },
  // What the group took, by its collector until that stopped; the least that a blog writes on which nobody calls.
  'logs silent': { fault: Array.from({ length: 5 }, () => null), harmless: [60, null, 5, null, 3] },
  'database credits': { fault: [0, 0, 1.5], harmless: [0, 0, 0] },
};
