import { FLUX_NAMESPACE, FLUX_SOURCE } from '../../../lib/names.ts';
import type { ChangeFacts, ObjectFacts } from '../facts.ts';
import { objectStatus } from '../status/object-status.ts';
import { changesByHand } from './field-managers.ts';
import type { Listed } from './inventory.ts';
import type { Deployment, FluxInstance, FluxObject } from './kubernetes-objects.ts';
import { isScaled, SCALED } from './scaling.ts';

/** What Flux's operator has made: no inventory lists it, and without it nothing of the tree is applied. */
const OWNER = `FluxInstance ${FLUX_NAMESPACE}/flux`;

/** How the operator labels it. */
const PART_OF = 'app.kubernetes.io/part-of';

interface FluxItself {
  /** Its controllers. */
  readonly controllers: readonly (Listed & { readonly owner: string })[];
  /** They, where Flux starts (the GitRepository and the root Kustomization), and whether its operator could make what it was told to. */
  readonly objects: readonly ObjectFacts[];
}

/** Flux itself, what somebody changed of it by hand, and how far its operator is with it. */
export function fluxItself(
  instances: readonly FluxInstance[],
  sources: readonly FluxObject[],
  kustomizations: readonly FluxObject[],
  deployments: readonly Deployment[],
): FluxItself {
  const isRoot = ({ metadata }: FluxObject) => metadata.name === FLUX_SOURCE && metadata.namespace === FLUX_NAMESPACE;
  const controllers = deployments.filter(
    ({ metadata }) => metadata.namespace === FLUX_NAMESPACE && metadata.labels[PART_OF] === 'flux',
  );
  const objects = [
    // Of a version that it does not have the operator makes nothing, and the controllers of before run on.
    ...instances.map((one) => ({ ...factsOf('FluxInstance', one.metadata, []), ...objectStatus(one) })),
    ...sources.filter(isRoot).map((one) => factsOf('GitRepository', one.metadata, changesOf(one))),
    ...kustomizations.filter(isRoot).map((one) => factsOf('Kustomization', one.metadata, changesOf(one))),
    ...controllers.map((one) => factsOf('Deployment', one.metadata, scaledOrChanged(one))),
  ];
  const listed = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: FLUX_NAMESPACE, owner: OWNER };
  return { controllers: controllers.map(({ metadata: { name } }) => ({ ...listed, name })), objects };
}

/** All that is in Flux's namespace and of Flux is written by controllers alone. */
const changesOf = ({ metadata: { managedFields, creationTimestamp } }: Pick<FluxObject, 'metadata'>): ChangeFacts[] =>
  changesByHand(managedFields, { madeAt: creationTimestamp, group: 'apps' });

function scaledOrChanged(deployment: Deployment): ChangeFacts[] {
  const scaled = isScaled(deployment.metadata.managedFields, deployment.spec.replicas);
  return [...changesOf(deployment), ...(scaled ? [SCALED] : [])];
}

type Place = Pick<FluxObject['metadata'], 'namespace' | 'name'>;

function factsOf(kind: string, { namespace, name }: Place, changes: ChangeFacts[]): ObjectFacts {
  const facts = { kind, namespace, name, owner: OWNER, state: 'current', reason: '', message: '' } as const;
  return changes.length === 0 ? facts : { ...facts, changes };
}
