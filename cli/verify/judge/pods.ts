import type { Cause } from '../causes.ts';
import { eventLine } from '../event-line.ts';
import type { ContainerFacts, DeploymentFacts, PodFacts } from '../facts.ts';
import type { Problem } from '../verdict.ts';
import { logCause } from './log-causes.ts';
import { problem } from './problem.ts';
import { refusal } from './refusals.ts';

/** From here on a container that ends is one that crashes. */
const TOO_MANY_RESTARTS = 3;

/** What a pod belongs to. */
type Workload = Pick<DeploymentFacts, 'namespace' | 'name' | 'template'>;

/** What holds a pod of the new template up; nothing when it is ready. */
export function podProblem(pod: PodFacts, workload: Workload): Problem[] {
  if (pod.ready || pod.phase === 'Succeeded') return [];
  const found = containerProblem(pod) ?? logProblem(pod) ?? eventProblem(pod);
  if (found === undefined) return [];
  const subject = { kind: 'Pod', namespace: workload.namespace, name: pod.name };
  const events = pod.events.map(eventLine);
  // By template, not by pod: a pod that is replaced by another one with the same trouble has not recovered.
  const { cause, message, finalAfterSeconds } = found;
  const details = { message, events, logs: pod.logs, of: workload.template ?? '' };
  const made = problem(cause, subject, {
    ...details,
    ...(finalAfterSeconds === undefined ? {} : { finalAfterSeconds }),
  });
  return [{ ...made, key: [cause, workload.namespace, workload.name, details.of].join('|') }];
}

interface Found {
  readonly cause: Cause;
  readonly message: string;
  readonly finalAfterSeconds?: number;
}

function containerProblem(pod: PodFacts): Found | undefined {
  for (const container of pod.containers) {
    const { waiting, name } = container;
    const cause = waiting && refusal('kubelet', `${waiting.reason}: ${waiting.message}`);
    if (waiting === undefined || cause === undefined) continue;
    const message = cause === 'image not found' ? (pullError(pod) ?? waiting.message) : waiting.message;
    return { cause, message: `${name}: ${waiting.reason}: ${message}` };
  }
  const crashing = pod.containers.find(({ ready, restarts }) => !ready && restarts >= TOO_MANY_RESTARTS);
  return crashing && crash(pod, crashing);
}

/** While the kubelet backs off, the container's state says only that; what the registry answered is in the events. */
function pullError(pod: PodFacts): string | undefined {
  return pod.events.findLast(({ reason, message }) => reason === 'Failed' && message.includes('pull'))?.message;
}

/** Three restarts are final whatever the reason; the log or the probe may name it. */
function crash(pod: PodFacts, { name, restarts, ended }: ContainerFacts): Found {
  const how = ended ? ` (${ended.reason}, exit code ${ended.exitCode})` : '';
  const message = `${name} restarted ${restarts} times${how}`;
  const known = logCause(pod.logs);
  if (known?.cause === 'database unreachable')
    return { ...known, message: `${message}: ${known.message}`, finalAfterSeconds: 0 };
  const killed = pod.events.findLast(({ reason }) => reason === 'Unhealthy');
  // 137 and 143: killed, as the kubelet does to a container whose probe fails for too long.
  if (killed && ended && [137, 143].includes(ended.exitCode) && ended.reason !== 'OOMKilled') {
    return { cause: 'failing probe', message: `${message}: ${killed.message}`, finalAfterSeconds: 0 };
  }
  return { cause: 'container crashes', message };
}

function logProblem(pod: PodFacts): Found | undefined {
  return logCause(pod.logs);
}

/** Reasons by which the scheduler and the kubelet tell of trouble with a pod. */
const TROUBLE =
  /^(FailedScheduling|Failed|FailedMount|FailedAttachVolume|FailedMapVolume|FailedCreatePodSandBox|NetworkNotReady|Unhealthy)$/;

function eventProblem(pod: PodFacts): Found | undefined {
  const last = pod.events.findLast(({ reason }) => TROUBLE.test(reason));
  if (last === undefined) return undefined;
  const { reason, message } = last;
  if (reason === 'FailedScheduling') return schedulingProblem(pod);
  const cause = refusal('kubelet', `${reason}: ${message}`);
  return cause === undefined ? undefined : { cause, message };
}

/** Several schedulers look at a pod: that of Kubernetes, and the one that makes nodes. */
function schedulingProblem({ events }: PodFacts): Found | undefined {
  const said = events.filter(({ reason }) => reason === 'FailedScheduling').map(({ message }) => message);
  const never = said.findLast((message) => refusal('scheduler', message) === 'fits no node');
  if (never !== undefined) return { cause: 'fits no node', message: never };
  return { cause: 'pod not scheduled', message: said.at(-1) ?? '' };
}
