import { z } from 'zod';
import { anyObject } from '../status/any-object.ts';
import { managedFields } from './field-managers.ts';

/** The fields that the verdict reads of each kind of object; everything else is dropped. */

const metadata = z.object({
  name: z.string(),
  namespace: z.string().default(''),
  uid: z.string().default(''),
  generation: z.number().default(0),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  ownerReferences: z.array(z.object({ uid: z.string() })).default([]),
  creationTimestamp: z.string().default(''),
});

/** With who set which fields. */
const managed = metadata.extend({ managedFields });

const condition = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']),
  reason: z.string().default(''),
  message: z.string().default(''),
  observedGeneration: z.number().optional(),
  lastTransitionTime: z.string().nullish(),
});

const conditions = z.array(condition).default([]);

/** GitRepository, OCIRepository, HelmChart, Kustomization or HelmRelease. */
export const fluxObject = z.object({
  metadata: managed,
  // Loose for what a Kustomization says of building, which written/kustomization.ts reads.
  spec: z.looseObject({
    suspend: z.boolean().default(false),
    dependsOn: z.array(z.object({ name: z.string(), namespace: z.string().optional() })).default([]),
    sourceRef: z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }).optional(),
    chartRef: z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }).optional(),
  }),
  status: z
    .object({
      observedGeneration: z.number().default(-1),
      conditions,
      artifact: z.object({ revision: z.string(), lastUpdateTime: z.string().optional() }).nullish(),
      helmChart: z.string().optional(),
      lastAppliedRevision: z.string().optional(),
      lastAttemptedRevision: z.string().optional(),
      lastHandledReconcileAt: z.string().optional(),
      inventory: z
        .object({ entries: z.array(z.object({ id: z.string(), v: z.string().default('v1') })).default([]) })
        .nullish(),
    })
    .prefault({}),
});

export const deployment = z.object({
  metadata: managed,
  spec: z.object({ replicas: z.number().default(1) }),
  status: z
    .object({
      observedGeneration: z.number().default(-1),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions,
    })
    .prefault({}),
});

export const replicaSet = z.object({ metadata });

const containerState = z.object({
  waiting: z.object({ reason: z.string().default(''), message: z.string().default('') }).nullish(),
  terminated: z.object({ reason: z.string().default(''), exitCode: z.number() }).nullish(),
});

const containerStatuses = z
  .array(
    z.object({
      name: z.string(),
      ready: z.boolean(),
      restartCount: z.number().default(0),
      state: containerState.default({}),
      lastState: containerState.default({}),
    }),
  )
  .default([]);

export const pod = z.object({
  metadata,
  status: z
    .object({
      phase: z.string().default('Pending'),
      conditions,
      initContainerStatuses: containerStatuses,
      containerStatuses,
    })
    .prefault({}),
});

export const event = z.object({
  involvedObject: z.object({ kind: z.string().default(''), name: z.string().default('') }),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  metadata: z.object({ creationTimestamp: z.string().default('') }),
});

/** An object of any kind without its content, as a list of metadata holds it. */
export const partialObject = z.object({
  metadata: metadata.extend({
    resourceVersion: z.string().default(''),
    deletionTimestamp: z.string().optional(),
    managedFields,
  }),
});

/** What Flux's operator turns into controllers; for the rules that every kind has. */
export const fluxInstance = anyObject.extend({
  metadata: metadata.extend({ deletionTimestamp: z.string().optional() }),
});

/** A Job, for the same. */
export const job = anyObject.extend({ metadata: metadata.extend({ deletionTimestamp: z.string().optional() }) });

export type FluxInstance = z.output<typeof fluxInstance>;
export type Job = z.output<typeof job>;
export type PartialObject = z.output<typeof partialObject>;
export type FluxObject = z.output<typeof fluxObject>;
export type Deployment = z.output<typeof deployment>;
export type ReplicaSet = z.output<typeof replicaSet>;
export type Pod = z.output<typeof pod>;
export type Condition = z.output<typeof condition>;
export type KubernetesEvent = z.output<typeof event>;
