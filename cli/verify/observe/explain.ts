import { stripVTControlCharacters } from 'node:util';
import { eventLine } from '../event-line.ts';
import type { ClusterFacts, DeploymentFacts, FluxFacts, ObjectFacts, PodFacts } from '../facts.ts';
import { isReady } from '../readiness.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import { event, type KubernetesEvent } from './kubernetes-objects.ts';
import { quoted } from './quoted.ts';
import { eventsAbout, holdingUp } from './rollouts.ts';

/** What is asked about an object. */
type Named = { readonly namespace: string; readonly name: string };

/** Adds the events of whatever is not well, and the logs of pods that are not. */
export async function explain(api: KubernetesApi, cluster: ClusterFacts): Promise<ClusterFacts> {
  const { objects = [] } = cluster;
  const flux = [cluster.source, ...cluster.kustomizations, ...cluster.helmReleases, ...cluster.charts];
  const unready = flux.filter((object): object is FluxFacts => object !== undefined && !isReady(object));
  const troubled = cluster.deployments.filter(
    ({ available, wanted, pods }) => available < wanted || pods.some(notReady),
  );
  const unwell = objects.filter(isUnwell);
  const events = await eventsIn(api, new Set([...unready, ...troubled, ...unwell].map(eventNamespace)));
  const about = (kind: string, object: Named) =>
    eventsAbout(kind, object.name, events.get(eventNamespace(object)) ?? []);
  const lines = (kind: string, object: Named) => about(kind, object).map(eventLine);
  const withEvents = <T extends FluxFacts>(object: T): T => ({ ...object, events: lines(object.kind, object) });
  const explained = (namespace: string, pods: readonly PodFacts[]) =>
    Promise.all(
      pods.map(async (pod) => ({
        ...pod,
        events: about('Pod', { namespace, name: pod.name }),
        logs: notReady(pod) ? await lastLines(api, namespace, pod) : [],
      })),
    );
  const withPods = async (deployment: DeploymentFacts): Promise<DeploymentFacts> => ({
    ...deployment,
    pods: await explained(deployment.namespace, deployment.pods),
    events: lines('Deployment', deployment),
  });
  const unwellObject = async (object: ObjectFacts): Promise<ObjectFacts> => ({
    ...object,
    pods: await explained(object.namespace, object.pods ?? []),
    events: [
      ...about(object.kind, object),
      ...(object.job === undefined ? [] : about('Job', { namespace: object.namespace, name: object.job })),
    ],
  });
  return {
    ...(cluster.source ? { source: withEvents(cluster.source) } : {}),
    kustomizations: cluster.kustomizations.map(withEvents),
    helmReleases: cluster.helmReleases.map(withEvents),
    charts: cluster.charts.map(withEvents),
    deployments: await Promise.all(cluster.deployments.map(withPods)),
    objects: await Promise.all(objects.map((object) => (isUnwell(object) ? unwellObject(object) : quiet(object)))),
  };
}

/** An object that is well needs no more than its name. */
function quiet({ pods: _, ...object }: ObjectFacts): ObjectFacts {
  return object;
}

const isUnwell = ({ state }: ObjectFacts): boolean => state !== 'current';

/** Kubernetes keeps events about objects of the cluster in `default`. */
const eventNamespace = ({ namespace }: { readonly namespace: string }): string => namespace || 'default';

async function eventsIn(api: KubernetesApi, namespaces: ReadonlySet<string>): Promise<Map<string, KubernetesEvent[]>> {
  const found = [...namespaces].map(async (namespace): Promise<[string, KubernetesEvent[]]> => {
    const all = (await api.list('events', namespace)).map((item) => event.parse(item));
    return [namespace, all.map((one) => ({ ...one, message: quoted(one.message ?? '') }))];
  });
  return new Map(await Promise.all(found));
}

const notReady = ({ ready, phase }: PodFacts): boolean => !ready && phase !== 'Succeeded';

/** How many log lines are kept. */
const LAST = 20;

/** The last lines of the container that holds the pod up, of its last run when this one has written nothing. */
async function lastLines(api: KubernetesApi, namespace: string, pod: PodFacts): Promise<string[]> {
  const container = holdingUp(pod);
  if (container === undefined) return [];
  const named = { namespace, name: pod.name };
  const now = await api.logLines(named, container.name, false);
  const lines = now.length === 0 && container.restarts > 0 ? await api.logLines(named, container.name, true) : now;
  return lines.slice(-LAST).map((line) => quoted(stripVTControlCharacters(line)));
}
