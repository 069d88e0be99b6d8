import type { ContainerFacts, DeploymentFacts, EventFacts, PodFacts } from '../facts.ts';
import { conditionFacts } from './flux-objects.ts';
import type { Deployment, KubernetesEvent, Pod, ReplicaSet } from './kubernetes-objects.ts';

const REVISION = 'deployment.kubernetes.io/revision';

/** A Deployment as its owner lists it; `found` is undefined when it is not in the cluster. */
export function deploymentFacts(
  listed: { namespace: string; name: string; owner: string },
  found: Deployment | undefined,
  replicaSets: readonly ReplicaSet[],
  pods: readonly Pod[],
): DeploymentFacts {
  const { metadata, spec, status } = found ?? {};
  const template = found && newestTemplate(found, replicaSets);
  const ofTemplate = pods.filter(
    (pod) => pod.metadata.namespace === listed.namespace && template === pod.metadata.labels['pod-template-hash'],
  );
  return {
    ...listed,
    missing: found === undefined,
    generation: metadata?.generation ?? 0,
    observedGeneration: status?.observedGeneration ?? 0,
    wanted: spec?.replicas ?? 1,
    total: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    conditions: (status?.conditions ?? []).map(conditionFacts),
    ...(template === undefined ? {} : { template }),
    pods: template === undefined ? [] : ofTemplate.map(podFacts),
    events: [],
  };
}

/** The hash of the newest pod template: that of the ReplicaSet with the Deployment's own revision. */
function newestTemplate({ metadata }: Deployment, replicaSets: readonly ReplicaSet[]): string | undefined {
  const newest = replicaSets.find(
    (set) =>
      set.metadata.ownerReferences.some(({ uid }) => uid === metadata.uid) &&
      set.metadata.annotations[REVISION] === metadata.annotations[REVISION],
  );
  return newest?.metadata.labels['pod-template-hash'];
}

/** A pod, without its events and logs. */
export function podFacts({ metadata, status }: Pod): PodFacts {
  return {
    name: metadata.name,
    phase: status.phase,
    ready: status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
    containers: [
      ...status.initContainerStatuses.map((container) => containerFacts(container, true)),
      ...status.containerStatuses.map((container) => containerFacts(container, false)),
    ],
    events: [],
    logs: [],
  };
}

function containerFacts(status: Pod['status']['containerStatuses'][number], init: boolean): ContainerFacts {
  const { name, ready, restartCount, state, lastState } = status;
  const ended = state.terminated ?? lastState.terminated;
  return {
    name,
    init,
    ready,
    restarts: restartCount,
    ...(state.waiting ? { waiting: state.waiting } : {}),
    ...(ended ? { ended } : {}),
  };
}

/** The container that holds a pod up: the first one that is neither ready nor done, and has started. */
export function holdingUp({ containers }: PodFacts): ContainerFacts | undefined {
  const waitsForOthers = ({ waiting }: ContainerFacts) =>
    waiting !== undefined && ['PodInitializing', 'ContainerCreating'].includes(waiting.reason);
  return containers.find((container) => !container.ready && !waitsForOthers(container));
}

/** How many events of an object are kept. */
const LAST = 8;

/** The last events about an object, oldest first. */
export function eventsAbout(kind: string, name: string, events: readonly KubernetesEvent[]): EventFacts[] {
  return events
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name)
    .map((event) => ({
      at: event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp,
      reason: event.reason ?? '',
      message: event.message ?? '',
    }))
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .slice(-LAST);
}
