import { type AnyObject, because, CURRENT, type ObjectStatus } from './any-object.ts';

type Rule = (object: AnyObject) => ObjectStatus;

const inProgress = (message: string): ObjectStatus => ({ state: 'in progress', reason: '', message });

/** A number in an object's spec or status. */
const count = (of: Readonly<Record<string, unknown>>, field: string, otherwise = 0): number => {
  const value = of[field];
  return typeof value === 'number' ? value : otherwise;
};

/** The first of these that is short of what is wanted; current when none is. */
function enough(wanted: number, counts: readonly (readonly [string, number])[]): ObjectStatus {
  const short = counts.find(([, found]) => found < wanted);
  return short ? inProgress(`${short[0]}: ${short[1]} of ${wanted}`) : CURRENT;
}

const replicas: Rule = ({ spec, status }) => {
  const wanted = count(spec, 'replicas', 1);
  const total = count(status, 'replicas');
  if (total > wanted) return inProgress(`${total - wanted} more pods than wanted`);
  return enough(wanted, [
    ['pods', total],
    ['available', count(status, 'availableReplicas')],
  ]);
};

const deployment: Rule = (object) => {
  const { spec, status } = object;
  const late = status.conditions.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  if (late) return because('failed', late);
  const rolled = enough(count(spec, 'replicas', 1), [['updated', count(status, 'updatedReplicas')]]);
  return rolled.state === 'current' ? replicas(object) : rolled;
};

const statefulSet: Rule = (object) => {
  const { spec, status } = object;
  const strategy = spec.updateStrategy as
    | { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } }
    | undefined;
  const all = replicas(object);
  // Who replaces the pods by hand decides when they are.
  if (all.state !== 'current' || strategy?.type === 'OnDelete') return all;
  const wanted = Math.max(count(spec, 'replicas', 1) - (strategy?.rollingUpdate?.partition ?? 0), 0);
  return enough(wanted, [['updated', count(status, 'updatedReplicas')]]);
};

const daemonSet: Rule = ({ status }) => {
  if (status.observedGeneration === undefined) return inProgress('not seen yet');
  return enough(count(status, 'desiredNumberScheduled'), [
    ['scheduled', count(status, 'currentNumberScheduled')],
    ['updated', count(status, 'updatedNumberScheduled')],
    ['available', count(status, 'numberAvailable')],
  ]);
};

const job: Rule = ({ spec, status }) => {
  const is = (type: string) => status.conditions.find((one) => one.type === type && one.status === 'True');
  const failed = is('Failed') ?? is('FailureTarget');
  if (failed) return because('failed', failed);
  if (is('Complete')) return CURRENT;
  if (spec.suspend === true) return inProgress('suspended');
  return inProgress(
    `${count(status, 'succeeded')} succeeded, ${count(status, 'active')} active, ${count(status, 'failed')} failed`,
  );
};

const pod: Rule = ({ status }) => {
  const { phase = 'Pending' } = status;
  if (phase === 'Succeeded') return CURRENT;
  if (phase === 'Failed')
    return {
      state: 'failed',
      reason: String(status.reason ?? ''),
      message: String(status.message ?? 'the pod failed'),
    };
  const isReady = status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  return phase === 'Running' && isReady ? CURRENT : inProgress(`${phase}, not ready`);
};

const phase =
  (...good: readonly string[]): Rule =>
  ({ status }) => {
    const found = String(status.phase ?? 'no phase yet');
    return good.includes(found)
      ? CURRENT
      : { ...inProgress(found), state: found === 'Lost' || found === 'Failed' ? 'failed' : 'in progress' };
  };

const definition: Rule = ({ status }) => {
  const of = (type: string) => status.conditions.find((one) => one.type === type);
  const refused = of('NamesAccepted');
  if (refused?.status === 'False') return because('failed', refused);
  const established = of('Established');
  if (established?.status === 'True') return CURRENT;
  return established
    ? because(established.reason === 'Installing' ? 'in progress' : 'failed', established)
    : inProgress('installing');
};

const service: Rule = ({ spec, status }) => {
  if (spec.type !== 'LoadBalancer') return CURRENT;
  const { ingress } = (status.loadBalancer ?? {}) as { readonly ingress?: readonly unknown[] };
  return ingress?.length ? CURRENT : inProgress('no address yet');
};

const always: Rule = () => CURRENT;

/** The rules of Kubernetes' own kinds, by `group/kind`. Kinds that are not here say how they are by a condition. */
export const KIND_RULES: Readonly<Record<string, Rule>> = {
  'apps/Deployment': deployment,
  'apps/ReplicaSet': replicas,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'batch/Job': job,
  // Its jobs are looked at beside it: see observe/workloads.ts.
  'batch/CronJob': always,
  'policy/PodDisruptionBudget': always,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
  Pod: pod,
  Service: service,
  Namespace: phase('Active'),
  PersistentVolumeClaim: phase('Bound'),
  PersistentVolume: phase('Bound', 'Available'),
};
