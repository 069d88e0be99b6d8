import { causeInfo } from '../causes.ts';
import type { DeploymentFacts, PodFacts } from '../facts.ts';
import { nameOf } from '../names.ts';
import { conditionOf } from '../readiness.ts';
import type { Part, Problem } from '../verdict.ts';
import { podProblem } from './pods.ts';
import { problem } from './problem.ts';

/**
 * A Deployment: every wanted pod is of the newest template and available. Flux may report a Kustomization ready
 * before the rollout has begun, so its word is not taken for this.
 * @param applied whether the owner has applied the commit; before that, troubles are those of an older one
 */
export function deploymentPart(deployment: DeploymentFacts, applied: boolean): Part {
  const { wanted, available } = deployment;
  const subject = { kind: 'Deployment', namespace: deployment.namespace, name: deployment.name };
  const done = !deployment.missing && isRolledOut(deployment);
  const problems = done || !applied ? [] : deploymentProblems(deployment, subject);
  const at = done ? conditionOf(deployment, 'Available')?.at : undefined;
  return {
    half: 'workload',
    name: nameOf(subject),
    wanted: `${wanted} of the new template`,
    found: deployment.missing ? 'not there' : foundOf(deployment, available),
    state: done ? 'live' : problems.some(({ cause }) => cause !== 'rollout not finished') ? 'failing' : 'waiting',
    ...(at === undefined ? {} : { at }),
    problems,
  };
}

function isRolledOut({ generation, observedGeneration, wanted, total, updated, available }: DeploymentFacts): boolean {
  return observedGeneration >= generation && updated === wanted && available === wanted && total === wanted;
}

function foundOf(deployment: DeploymentFacts, available: number): string {
  if (deployment.observedGeneration < deployment.generation) return 'change not seen yet';
  const old = deployment.total - deployment.updated;
  return `${deployment.updated} new, ${available} available${old > 0 ? `, ${old} old` : ''}`;
}

function deploymentProblems(
  deployment: DeploymentFacts,
  subject: { kind: string; namespace: string; name: string },
): Problem[] {
  const { events, template = '' } = deployment;
  if (deployment.missing) {
    return [problem('object missing', subject, { message: 'its owner lists it, but it is not in the cluster' })];
  }
  if (deployment.observedGeneration < deployment.generation) {
    return [problem('rollout not finished', subject, { message: 'the change is not seen yet', events })];
  }
  const progress = conditionOf(deployment, 'Progressing');
  const failure = conditionOf(deployment, 'ReplicaFailure');
  const stuck = failure?.status === 'True' ? failure : progress?.status === 'False' ? progress : undefined;
  const ofPods = deployment.pods.flatMap((pod: PodFacts) => podProblem(pod, deployment));
  if (ofPods.length > 0) return stuck ? ofPods.map(whichStays) : ofPods;
  if (stuck) return [problem('rollout stuck', subject, { message: stuck.message, events, of: template })];
  return [problem('rollout not finished', subject, { message: progress?.message ?? 'waiting for pods', events })];
}

/** What a pod waited for past the rollout's deadline does not come any more. */
function whichStays(one: Problem): Problem {
  const { finalAfterSeconds = 0 } = causeInfo('rollout stuck');
  return { ...one, finalAfterSeconds: Math.min(one.finalAfterSeconds ?? finalAfterSeconds, finalAfterSeconds) };
}
