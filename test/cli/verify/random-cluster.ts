import { after, COMMIT } from './facts.ts';
import type { FakeObjects } from './fakes/kubernetes.ts';

/** An object as an API server would send it; what mutations change. */
export interface RawObject {
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    generation: number;
    resourceVersion: string;
    labels: Record<string, string>;
    deletionTimestamp?: string;
    managedFields: object[];
  };
  spec: Record<string, unknown>;
  status: Record<string, unknown> & { conditions: { type: string; status: string; observedGeneration?: number }[] };
}

export interface RandomKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** A kind of every sort: with a rule of its own, with conditions only, with neither, and of the cluster. */
export const KINDS: readonly RandomKind[] = [
  { group: '', kind: 'ConfigMap', plural: 'configmaps', namespaced: true },
  { group: '', kind: 'Service', plural: 'services', namespaced: true },
  { group: 'apps', kind: 'StatefulSet', plural: 'statefulsets', namespaced: true },
  { group: 'external-secrets.io', kind: 'ExternalSecret', plural: 'externalsecrets', namespaced: true },
  { group: 'cert-manager.io', kind: 'Certificate', plural: 'certificates', namespaced: true },
  { group: 'example.com', kind: 'Widget', plural: 'widgets', namespaced: true },
  { group: 'example.com', kind: 'Realm', plural: 'realms', namespaced: false },
];

export const rootOf = ({ group }: RandomKind): string => (group === '' ? '/api/v1' : `/apis/${group}/v1`);

const FLUX = { manager: 'kustomize-controller', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } };

/** An object that is well in every way. */
export function wellObject({ kind, namespaced }: RandomKind, name: string): RawObject {
  const conditions = ['ConfigMap', 'Service', 'StatefulSet'].includes(kind) ? [] : [{ type: 'Ready', status: 'True' }];
  const pods = { replicas: 2, updatedReplicas: 2, availableReplicas: 2, observedGeneration: 3 };
  return {
    metadata: {
      name,
      namespace: namespaced ? 'shop' : '',
      uid: `${kind}-${name}`,
      generation: 3,
      resourceVersion: '1',
      labels: {},
      managedFields: [FLUX],
    },
    spec: kind === 'StatefulSet' ? { replicas: 2 } : {},
    status: { conditions, ...(kind === 'StatefulSet' ? pods : {}) },
  };
}

/** One object of a random cluster. */
export interface Member {
  readonly kind: RandomKind;
  readonly raw: RawObject;
  /** Whether an inventory lists it; whatever else is in the cluster is nobody's business. */
  readonly listed: boolean;
  /** Somebody has deleted it. */
  gone?: true;
}

/** What the API server answers, by path. */
export function collections(members: readonly Member[]): FakeObjects {
  const there = members.filter(({ gone }) => !gone);
  const ids = members
    .filter(({ listed }) => listed)
    .map(({ kind, raw }) => `${raw.metadata.namespace}_${raw.metadata.name}_${kind.group}_${kind.kind}`);
  const ready = [{ type: 'Ready', status: 'True', reason: 'Succeeded', message: '', observedGeneration: 1 }];
  const revision = `main@sha1:${COMMIT}`;
  const flux = { metadata: { name: 'flux-system', namespace: 'flux-system', generation: 1 } };
  const source = { ...flux, spec: {}, status: { observedGeneration: 1, conditions: ready, artifact: { revision } } };
  const kustomization = {
    ...flux,
    spec: { sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
    status: {
      observedGeneration: 1,
      conditions: ready,
      lastAppliedRevision: revision,
      lastAttemptedRevision: revision,
      lastHandledReconcileAt: after(1000),
      inventory: { entries: ids.map((id) => ({ id, v: 'v1' })) },
    },
  };
  return {
    '/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories': [source],
    '/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations': [kustomization],
    ...Object.fromEntries(
      KINDS.map((kind) => [
        `${rootOf(kind)}/${kind.plural}`,
        there.filter((one) => one.kind === kind).map(({ raw }) => raw),
      ]),
    ),
    '/api/v1/namespaces': [],
  };
}
