import { z } from 'zod';
import type { Harness } from '../../../harness/harness.ts';

const container = z.object({ image: z.string(), imageID: z.string(), restartCount: z.number() });

const listed = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        namespace: z.string(),
        name: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
        deletionTimestamp: z.string().optional(),
      }),
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
      status: z.object({
        containerStatuses: z.array(container).default([]),
        conditions: z
          .array(z.object({ type: z.string(), status: z.string(), lastTransitionTime: z.string() }))
          .default([]),
      }),
    }),
  ),
});

/** A pod that nobody has told to end. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  /** Its label `app`, or what its chart calls it. */
  readonly app: string;
  /** What the manifest asks for, of its first container. */
  readonly image: string;
  /** What runs: the digest of its content. */
  readonly digest: string;
  /** Of all its containers together. */
  readonly restarts: number;
  /** Since when it is Ready, in milliseconds; none when it is not. */
  readonly readyAt: number | undefined;
}

/** All pods of the cluster. */
export async function podsOf(harness: Pick<Harness, 'cluster'>): Promise<Pod[]> {
  const { kubectl } = await harness.cluster();
  return podsIn(await kubectl(['get', 'pods', '--all-namespaces', '--output', 'json']));
}

/** @param text what kubectl prints as JSON */
export function podsIn(text: string): Pod[] {
  const { items } = listed.parse(JSON.parse(text));
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata: { namespace, name, labels }, spec, status: { containerStatuses, conditions } }) => {
      const ready = conditions.find(({ type, status }) => type === 'Ready' && status === 'True');
      return {
        namespace,
        name,
        app: labels.app ?? labels['app.kubernetes.io/name'] ?? '',
        image: spec.containers[0]?.image ?? '',
        digest: containerStatuses[0]?.imageID ?? '',
        restarts: containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
        readyAt: ready && Date.parse(ready.lastTransitionTime),
      };
    });
}
