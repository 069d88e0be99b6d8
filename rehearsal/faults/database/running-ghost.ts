import type { Harness } from '../../harness/harness.ts';

/** Ghost's pod, and how often its Ghost was started again in it. */
export interface RunningGhost {
  readonly pod: string;
  readonly restarts: number;
  readonly ready: boolean;
}

/** What the kubelet tells of Ghost's container; undefined while there is no pod. */
export async function runningGhost(harness: Harness): Promise<RunningGhost | undefined> {
  const { kubectl } = await harness.cluster();
  const { items } = JSON.parse(await kubectl(['-n', 'ghost', 'get', 'pods', '-o', 'json'])) as {
    readonly items: readonly {
      readonly metadata: { readonly uid: string };
      readonly status: { readonly containerStatuses?: readonly { restartCount: number; ready: boolean }[] };
    }[];
  };
  const [pod] = items;
  const [container] = pod?.status.containerStatuses ?? [];
  return pod && container && { pod: pod.metadata.uid, restarts: container.restartCount, ready: container.ready };
}
