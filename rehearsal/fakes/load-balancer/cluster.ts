import type { ReadApi } from './targets.ts';

/** The ARN of the one target group. */
export const TARGET_GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/ghost/0123';
const metadata = { name: 'ghost', namespace: 'ghost' };

export interface ClusterChanges {
  /** Fields of the binding's spec. */
  readonly binding?: object;
  readonly ready?: boolean;
  /** Namespace of the pods. */
  readonly namespace?: string;
}

/** Reads a cluster with one Service of two ports, bound by its port 80. */
export function cluster(changes: ClusterChanges = {}): ReadApi {
  const spec = {
    targetGroupARN: TARGET_GROUP,
    targetType: 'ip',
    serviceRef: { name: 'ghost', port: 80 },
    ...changes.binding,
  };
  const slice = {
    metadata: { namespace: changes.namespace ?? 'ghost', labels: { 'kubernetes.io/service-name': 'ghost' } },
    ports: [
      { name: 'metrics', port: 9000 },
      { name: 'http', port: 2368 },
    ],
    endpoints: [
      { addresses: ['10.0.128.5'], conditions: { ready: changes.ready ?? true } },
      { addresses: ['10.0.128.6'], conditions: { ready: false } },
    ],
  };
  const ports = [
    { name: 'http', port: 80 },
    { name: 'metrics', port: 9000 },
  ];
  const lists: Record<string, unknown[]> = {
    '/apis/eks.amazonaws.com/v1/targetgroupbindings': [{ metadata, spec }],
    '/api/v1/services': [{ metadata, spec: { ports } }],
    '/apis/discovery.k8s.io/v1/endpointslices': [slice],
  };
  return async (path) => ({ items: lists[path] });
}
