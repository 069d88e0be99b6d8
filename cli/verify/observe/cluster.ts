import { stripVTControlCharacters } from 'node:util';
import type { z } from 'zod';
import { FLUX_NAMESPACE, FLUX_SOURCE } from '../../../lib/names.ts';
import { eventLine } from '../event-line.ts';
import type { ClusterFacts, DeploymentFacts, FluxFacts, PodFacts } from '../facts.ts';
import { nameOf } from '../names.ts';
import { isReady } from '../readiness.ts';
import { fluxFacts, ownedDeployments } from './flux-objects.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import * as objects from './kubernetes-objects.ts';
import { deploymentFacts, eventsAbout, holdingUp } from './rollouts.ts';

const SOURCE = { namespace: FLUX_NAMESPACE, name: FLUX_SOURCE } as const;

/**
 * Reads what Flux and its Deployments are doing; events and logs only of what is not well.
 * @throws KubernetesError when the API server refuses
 */
export async function readCluster(api: KubernetesApi): Promise<ClusterFacts> {
  const read = async <T extends z.ZodType>(schema: T, list: Promise<unknown[]>): Promise<z.output<T>[]> =>
    (await list).map((item) => schema.parse(item));
  const [sources, charts, kustomizations, releases, deployments, replicaSets, pods] = await Promise.all([
    read(objects.fluxObject, api.list('gitrepositories', FLUX_NAMESPACE)),
    read(objects.fluxObject, api.list('ocirepositories')),
    read(objects.fluxObject, api.list('kustomizations')),
    read(objects.fluxObject, api.list('helmreleases')),
    read(objects.deployment, api.list('deployments')),
    read(objects.replicaSet, api.list('replicasets')),
    read(objects.pod, api.list('pods')),
  ]);
  const ours = kustomizations.filter(followsSource);
  const owned = [
    ...ours.map((object) => ({ object, facts: fluxFacts('Kustomization', object) })),
    ...releases.map((object) => ({ object, facts: fluxFacts('HelmRelease', object) })),
  ].filter(({ facts }) => facts.kind === 'Kustomization' || isOurs(facts, ours));
  const rollouts = owned.flatMap(({ object, facts }) =>
    ownedDeployments(object).map((listed) => {
      const found = deployments.find(
        ({ metadata }) => metadata.namespace === listed.namespace && metadata.name === listed.name,
      );
      return deploymentFacts({ ...listed, owner: nameOf(facts) }, found, replicaSets, pods);
    }),
  );
  const source = sources.find(({ metadata }) => metadata.name === FLUX_SOURCE);
  return explain(api, {
    ...(source ? { source: fluxFacts('GitRepository', source) } : {}),
    kustomizations: owned.map(({ facts }) => facts).filter(({ kind }) => kind === 'Kustomization'),
    helmReleases: owned.map(({ facts }) => facts).filter(({ kind }) => kind === 'HelmRelease'),
    charts: charts.map((chart) => fluxFacts('OCIRepository', chart)),
    deployments: rollouts,
  });
}

/**
 * Asks Flux to fetch the repository now, as its webhook does.
 * @throws KubernetesError when the API server refuses
 */
export async function askToReconcile(api: KubernetesApi, now: Date): Promise<void> {
  await api.annotate('gitrepositories', SOURCE, { 'reconcile.fluxcd.io/requestedAt': now.toISOString() });
}

function followsSource({ metadata, spec }: objects.FluxObject): boolean {
  const { kind, name, namespace = metadata.namespace } = spec.sourceRef ?? { kind: '', name: '' };
  return kind === 'GitRepository' && name === SOURCE.name && namespace === SOURCE.namespace;
}

const isOurs = ({ owner }: FluxFacts, kustomizations: readonly objects.FluxObject[]): boolean =>
  kustomizations.some(({ metadata }) => `${metadata.namespace}/${metadata.name}` === owner);

/** Adds the events of whatever is not ready, and the logs of pods that are not. */
async function explain(api: KubernetesApi, cluster: ClusterFacts): Promise<ClusterFacts> {
  const flux = [cluster.source, ...cluster.kustomizations, ...cluster.helmReleases, ...cluster.charts];
  const unready = flux.filter((object): object is FluxFacts => object !== undefined && !isReady(object));
  const troubled = cluster.deployments.filter(
    ({ available, wanted, pods }) => available < wanted || pods.some(notReady),
  );
  const namespaces = new Set([...unready, ...troubled].map(({ namespace }) => namespace));
  const events = new Map<string, objects.KubernetesEvent[]>();
  for (const namespace of namespaces) {
    events.set(
      namespace,
      (await api.list('events', namespace)).map((item) => objects.event.parse(item)),
    );
  }
  const about = (kind: string, { namespace, name }: { namespace: string; name: string }) =>
    eventsAbout(kind, name, events.get(namespace) ?? []);
  const lines = (kind: string, object: { namespace: string; name: string }) => about(kind, object).map(eventLine);
  const withEvents = <T extends FluxFacts>(object: T): T => ({ ...object, events: lines(object.kind, object) });
  const withPods = async (deployment: DeploymentFacts): Promise<DeploymentFacts> => {
    const { namespace } = deployment;
    const pods = deployment.pods.map(async (pod) => ({
      ...pod,
      events: about('Pod', { namespace, name: pod.name }),
      logs: notReady(pod) ? await lastLines(api, namespace, pod) : [],
    }));
    return { ...deployment, pods: await Promise.all(pods), events: lines('Deployment', deployment) };
  };
  return {
    ...(cluster.source ? { source: withEvents(cluster.source) } : {}),
    kustomizations: cluster.kustomizations.map(withEvents),
    helmReleases: cluster.helmReleases.map(withEvents),
    charts: cluster.charts.map(withEvents),
    deployments: await Promise.all(cluster.deployments.map(withPods)),
  };
}

const notReady = ({ ready }: PodFacts): boolean => !ready;

/** How many log lines are kept. */
const LAST = 20;

/** The last lines of the container that holds the pod up, of its last run when this one has written nothing. */
async function lastLines(api: KubernetesApi, namespace: string, pod: PodFacts): Promise<string[]> {
  const container = holdingUp(pod);
  if (container === undefined) return [];
  const named = { namespace, name: pod.name };
  const now = await api.logLines(named, container.name, false);
  const lines = now.length === 0 && container.restarts > 0 ? await api.logLines(named, container.name, true) : now;
  return lines.map((line) => stripVTControlCharacters(line)).slice(-LAST);
}
