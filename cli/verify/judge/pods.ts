import type { Cause } from '../causes.ts';
import { eventLine } from '../event-line.ts';
import type { ContainerFacts, DeploymentFacts, PodFacts } from '../facts.ts';
import type { Problem } from '../verdict.ts';
import { logCause } from './log-causes.ts';
import { problem } from './problem.ts';

/** From here on a container that ends is one that crashes. */
const TOO_MANY_RESTARTS = 3;

const IMAGE_REASONS = ['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull'];
const CONFIGURATION_REASONS = ['CreateContainerConfigError', 'CreateContainerError'];

/** What holds a pod of the new template up; nothing when it is ready. */
export function podProblem(pod: PodFacts, deployment: DeploymentFacts): Problem[] {
  if (pod.ready) return [];
  const found = containerProblem(pod) ?? logProblem(pod) ?? eventProblem(pod);
  if (found === undefined) return [];
  const subject = { kind: 'Pod', namespace: deployment.namespace, name: pod.name };
  const events = pod.events.map(eventLine);
  // By template, not by pod: a pod that is replaced by another one with the same trouble has not recovered.
  const { cause, message, finalAfterSeconds } = found;
  const details = { message, events, logs: pod.logs, of: deployment.template ?? '' };
  const made = problem(cause, subject, {
    ...details,
    ...(finalAfterSeconds === undefined ? {} : { finalAfterSeconds }),
  });
  return [{ ...made, key: [cause, deployment.namespace, deployment.name, details.of].join('|') }];
}

interface Found {
  readonly cause: Cause;
  readonly message: string;
  readonly finalAfterSeconds?: number;
}

function containerProblem(pod: PodFacts): Found | undefined {
  for (const container of pod.containers) {
    const { waiting, name } = container;
    if (waiting && IMAGE_REASONS.includes(waiting.reason)) {
      return { cause: 'image not found', message: `${name}: ${waiting.reason}: ${pullError(pod) ?? waiting.message}` };
    }
    if (waiting && CONFIGURATION_REASONS.includes(waiting.reason)) {
      return { cause: 'configuration missing', message: `${name}: ${waiting.reason}: ${waiting.message}` };
    }
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

function eventProblem(pod: PodFacts): Found | undefined {
  const last = pod.events.findLast(({ reason }) =>
    ['Unhealthy', 'FailedScheduling', 'FailedMount', 'FailedAttachVolume'].includes(reason),
  );
  if (last === undefined) return undefined;
  const { reason, message } = last;
  if (reason === 'Unhealthy') return { cause: 'failing probe', message };
  return { cause: reason === 'FailedScheduling' ? 'pod not scheduled' : 'configuration missing', message };
}
