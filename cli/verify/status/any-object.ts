import { z } from 'zod';

/** `terminating`: somebody deleted it, and finalizers keep it. `missing` and `unread` are for those who look. */
export type ObjectState = 'current' | 'in progress' | 'failed' | 'terminating' | 'missing' | 'unread';

/** How far an object is with what its spec asks for. */
export interface ObjectStatus {
  readonly state: ObjectState;
  /** Of the condition that says so; empty when none does. */
  readonly reason: string;
  readonly message: string;
}

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(''),
  message: z.string().default(''),
  observedGeneration: z.number().optional(),
});

/** What the rules read of an object of any kind. */
export const anyObject = z.object({
  apiVersion: z.string().default('v1'),
  kind: z.string().default(''),
  metadata: z.object({
    generation: z.number().optional(),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.record(z.string(), z.unknown()).catch({}),
  status: z
    .looseObject({ observedGeneration: z.number().optional(), conditions: z.array(condition).catch([]) })
    .catch({ conditions: [] }),
});

export type AnyObject = z.output<typeof anyObject>;
export type Condition = z.output<typeof condition>;

/** A status, from the condition that says so. */
export function because(state: ObjectState, { reason, message }: Pick<Condition, 'reason' | 'message'>): ObjectStatus {
  return { state, reason, message };
}

export const CURRENT: ObjectStatus = { state: 'current', reason: '', message: '' };
