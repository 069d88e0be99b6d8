import { z } from 'zod';
import { NODE_NAME } from '../../cluster/identities.ts';
import type { Harness } from '../../harness/harness.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** What a container uses of its node's memory. */
export interface Size {
  readonly namespace: string;
  readonly container: string;
  /** Bytes: its working set. */
  readonly used: number;
  /** Percent of its limit; undefined without one. */
  readonly share: number | undefined;
}

const summary = z.object({
  pods: z.array(
    z.object({
      podRef: z.object({ namespace: z.string() }),
      containers: z
        .array(
          z.object({
            name: z.string(),
            memory: z
              .object({ workingSetBytes: z.number().optional(), availableBytes: z.number().optional() })
              .optional(),
          }),
        )
        .default([]),
    }),
  ),
});

/** What the kubelet says of each container, asked as an administrator does. */
export async function sizesByKubelet(harness: Harness): Promise<Size[]> {
  const { kubectl } = await harness.cluster();
  const { pods } = summary.parse(
    JSON.parse(await kubectl(['get', '--raw', `/api/v1/nodes/${NODE_NAME}/proxy/stats/summary`])),
  );
  return pods.flatMap(({ podRef: { namespace }, containers }) =>
    containers.flatMap(({ name: container, memory: { workingSetBytes: used, availableBytes: left } = {} }) =>
      used === undefined
        ? []
        : [{ namespace, container, used, share: left === undefined ? undefined : (100 * used) / (used + left) }],
    ),
  );
}

/** The size of Ghost's container. @throws RehearsalError when the kubelet knows none */
export function ghostOf(sizes: readonly Size[]): Size {
  const found = sizes.find(({ namespace, container }) => namespace === 'ghost' && container === 'ghost');
  if (found) return found;
  throw new RehearsalError(`the kubelet knows no container of Ghost, of ${sizes.length}`, {
    help: 'see its log; run again with --keep',
  });
}
