import type { z } from 'zod';
import { FLUX_NAMESPACE, FLUX_SOURCE } from '../../../lib/names.ts';
import type { ClusterFacts, FluxFacts } from '../facts.ts';
import { nameOf } from '../names.ts';
import type { WrittenManifests } from '../written/written-manifests.ts';
import { explain } from './explain.ts';
import { fluxItself } from './flux-itself.ts';
import { fluxFacts } from './flux-objects.ts';
import { inventoryOf, type Listed } from './inventory.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import * as objects from './kubernetes-objects.ts';
import type { OwnedObjects } from './owned-objects.ts';
import { deploymentFacts } from './rollouts.ts';
import { withPods } from './workloads.ts';

/** What Flux takes for a request: https://fluxcd.io/flux/components/kustomize/kustomizations/#triggering-a-reconcile */
export const REQUESTED = 'reconcile.fluxcd.io/requestedAt';

const SOURCE = { namespace: FLUX_NAMESPACE, name: FLUX_SOURCE } as const;

/** What a commit has written for a Kustomization. */
export type Written = (kustomization: objects.FluxObject) => WrittenManifests;

/**
 * Reads what Flux and everything that it owns are doing; events and logs only of what is not well.
 * @param written where a commit is asked about: an object must have all that it sets
 * @throws KubernetesError when the API server refuses
 */
export async function readCluster(
  api: KubernetesApi,
  ownedObjects: OwnedObjects,
  written?: Written,
): Promise<ClusterFacts> {
  const read = async <T extends z.ZodType>(schema: T, list: Promise<unknown[]>): Promise<z.output<T>[]> =>
    (await list).map((item) => schema.parse(item));
  const [instances, sources, artifacts, charts, kustomizations, releases, deployments, replicaSets, pods] =
    await Promise.all([
      read(objects.fluxInstance, api.list('fluxinstances', FLUX_NAMESPACE)),
      read(objects.fluxObject, api.list('gitrepositories', FLUX_NAMESPACE)),
      read(objects.fluxObject, api.list('ocirepositories')),
      read(objects.fluxObject, api.list('helmcharts')),
      read(objects.fluxObject, api.list('kustomizations')),
      read(objects.fluxObject, api.list('helmreleases')),
      read(objects.deployment, api.list('deployments')),
      read(objects.replicaSet, api.list('replicasets')),
      read(objects.pod, api.list('pods')),
    ]);
  const ours = kustomizations.filter(followsSource);
  const owners = [
    ...ours.map((object) => ({ object, facts: fluxFacts('Kustomization', object) })),
    ...releases.map((object) => ({ object, facts: fluxFacts('HelmRelease', object) })),
  ].filter(({ facts }) => facts.kind === 'Kustomization' || isOurs(facts, ours));
  const parts = new Set(owners.map(({ facts }) => nameOf(facts)));
  const owned = [
    ...owners.map(({ object, facts }) => ({ object, owner: nameOf(facts) })),
    ...strangers(kustomizations, ours),
  ]
    .flatMap(({ object, owner }) => {
      const ofCommit = ours.includes(object) && written ? { written: written(object) } : {};
      return inventoryOf(object).map((listed) => ({ ...listed, owner, ...ofCommit }));
    })
    .map((one) => ({ ...one, judgedElsewhere: isDeployment(one) || parts.has(nameOf(one)) }));
  const source = sources.find(({ metadata }) => metadata.name === FLUX_SOURCE);
  const flux = fluxItself(instances, sources, kustomizations, deployments);
  const rollouts = [...owned, ...flux.controllers].filter(isDeployment).map(({ namespace, name, owner }) => {
    const found = deployments.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
    return deploymentFacts({ namespace, name, owner }, found, replicaSets, pods);
  });
  return explain(api, {
    ...(source ? { source: fluxFacts('GitRepository', source) } : {}),
    kustomizations: owners.map(({ facts }) => facts).filter(({ kind }) => kind === 'Kustomization'),
    helmReleases: owners.map(({ facts }) => facts).filter(({ kind }) => kind === 'HelmRelease'),
    charts: [
      ...artifacts.map((chart) => fluxFacts('OCIRepository', chart)),
      ...charts.map((chart) => fluxFacts('HelmChart', chart)),
    ],
    deployments: rollouts,
    objects: [...(await withPods(api, await ownedObjects.read(owned), pods)), ...flux.objects],
  });
}

const isDeployment = ({ group, kind }: Listed): boolean => group === 'apps' && kind === 'Deployment';

/** Kustomizations that ours have applied and that follow another source: what they own is the merge's doing too. */
function strangers(all: readonly objects.FluxObject[], ours: readonly objects.FluxObject[]) {
  const listed = new Set(ours.flatMap(inventoryOf).map((one) => nameOf(one)));
  return all
    .filter((object) => !ours.includes(object))
    .map((object) => ({ object, owner: nameOf({ kind: 'Kustomization', ...idOf(object) }) }))
    .filter(({ owner }) => listed.has(owner));
}

const idOf = ({ metadata: { namespace, name } }: objects.FluxObject) => ({ namespace, name });

/**
 * Asks Flux to fetch the repository now, as its webhook does.
 * @throws KubernetesError when the API server refuses
 */
export async function askToReconcile(api: KubernetesApi, now: Date): Promise<void> {
  await api.annotate('gitrepositories', SOURCE, { [REQUESTED]: now.toISOString() });
}

function followsSource({ metadata, spec }: objects.FluxObject): boolean {
  const { kind, name, namespace = metadata.namespace } = spec.sourceRef ?? { kind: '', name: '' };
  return kind === 'GitRepository' && name === SOURCE.name && namespace === SOURCE.namespace;
}

const isOurs = ({ owner }: FluxFacts, kustomizations: readonly objects.FluxObject[]): boolean =>
  kustomizations.some(({ metadata }) => `${metadata.namespace}/${metadata.name}` === owner);
