import { z } from 'zod';

/** Where a pod listens. */
export interface Target {
  readonly address: string;
  readonly port: number;
}

/** The targets of each target group, by its ARN. */
export type Targets = ReadonlyMap<string, readonly Target[]>;

/** Reads a path of the Kubernetes API, as `kubectl get --raw PATH` does. */
export type ReadApi = (path: string) => Promise<unknown>;

const named = z.object({ name: z.string(), namespace: z.string() });

const bindings = z.object({
  items: z.array(
    z.object({
      metadata: named,
      spec: z.object({
        targetGroupARN: z.string().optional(),
        targetType: z.string().optional(),
        serviceRef: z.object({ name: z.string(), port: z.union([z.number(), z.string()]) }),
      }),
    }),
  ),
});

const services = z.object({
  items: z.array(
    z.object({
      metadata: named,
      spec: z.object({ ports: z.array(z.object({ name: z.string().default(''), port: z.number() })).default([]) }),
    }),
  ),
});

const slices = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ namespace: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
      ports: z.array(z.object({ name: z.string().nullish(), port: z.number().nullish() })).nullish(),
      endpoints: z
        .array(
          z.object({
            addresses: z.array(z.string()),
            conditions: z.object({ ready: z.boolean().nullish() }).optional(),
          }),
        )
        .nullish(),
    }),
  ),
});

/** What Auto Mode's load balancing registers: for each TargetGroupBinding the Ready pods of its Service. */
export async function readTargets(read: ReadApi): Promise<Targets> {
  const [bound, known, ready] = await Promise.all([
    read('/apis/eks.amazonaws.com/v1/targetgroupbindings').then((list) => bindings.parse(list).items),
    read('/api/v1/services').then((list) => services.parse(list).items),
    read('/apis/discovery.k8s.io/v1/endpointslices').then((list) => slices.parse(list).items),
  ]);
  const targets = new Map<string, Target[]>();
  for (const { metadata, spec } of bound) {
    // Auto Mode wants the ARN; a name alone binds nothing.
    if (!spec.targetGroupARN || (spec.targetType ?? 'ip') !== 'ip') continue;
    const { name, port } = spec.serviceRef;
    const here = (object: { readonly namespace: string }) => object.namespace === metadata.namespace;
    const service = known.find((one) => here(one.metadata) && one.metadata.name === name);
    const portName = service?.spec.ports.find((one) => one.port === port || one.name === port)?.name;
    if (portName === undefined) continue;
    const own = ready.filter((one) => here(one.metadata) && one.metadata.labels['kubernetes.io/service-name'] === name);
    const list = targets.get(spec.targetGroupARN) ?? [];
    targets.set(spec.targetGroupARN, [...list, ...own.flatMap((slice) => readyTargets(slice, portName))]);
  }
  return targets;
}

function readyTargets(slice: z.infer<typeof slices>['items'][number], portName: string): Target[] {
  const port = slice.ports?.find(({ name }) => (name ?? '') === portName)?.port;
  if (!port) return [];
  const ready = (slice.endpoints ?? []).filter(({ conditions }) => conditions?.ready === true);
  return ready.flatMap(({ addresses }) => addresses.map((address) => ({ address, port })));
}
