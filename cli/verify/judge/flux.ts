import { FLUX_NAMESPACE, FLUX_SOURCE } from '../../../lib/names.ts';
import type { ClusterFacts, Facts, FluxFacts } from '../facts.ts';
import { nameOf, short } from '../names.ts';
import { conditionOf, hasHandled, isReady } from '../readiness.ts';
import type { Part, Problem } from '../verdict.ts';
import { chartProblems, helmReleaseProblems, kustomizationProblems, suspendedProblem } from './flux-problems.ts';
import { unhandledProblem } from './once-more.ts';
import { problem } from './problem.ts';
import { refusal } from './refusals.ts';

/** The GitRepository: holds the commit. */
export function sourcePart(source: FluxFacts | undefined, facts: Facts): Part {
  const subject = source ?? { kind: 'GitRepository', namespace: FLUX_NAMESPACE, name: FLUX_SOURCE };
  const live = source?.revision === facts.commit && !source.suspended;
  const problems = live ? [] : sourceProblems(source, facts);
  return {
    half: 'workload',
    name: nameOf(subject),
    wanted: short(facts.commit),
    found: source === undefined ? 'not there' : describe(source, source.revision),
    state: live ? 'live' : problems.some(({ cause }) => cause !== 'push not seen') ? 'failing' : 'waiting',
    ...(source?.storedAt === undefined ? {} : { at: source.storedAt }),
    problems,
  };
}

/** Without the root Kustomization nothing is applied, and nothing would look wrong. */
export function missingRoot(kustomizations: readonly FluxFacts[]): Part[] {
  if (kustomizations.some(({ namespace, name }) => namespace === FLUX_NAMESPACE && name === FLUX_SOURCE)) return [];
  const subject = { kind: 'Kustomization', namespace: FLUX_NAMESPACE, name: FLUX_SOURCE };
  const missing = problem('Flux is missing', subject, { message: 'the cluster has no root Kustomization' });
  return [
    {
      half: 'workload',
      name: nameOf(subject),
      wanted: 'there',
      found: 'not there',
      state: 'failing',
      problems: [missing],
    },
  ];
}

function sourceProblems(source: FluxFacts | undefined, { commit }: Facts): Problem[] {
  if (source === undefined) {
    const subject = { kind: 'GitRepository', namespace: FLUX_NAMESPACE, name: FLUX_SOURCE };
    return [problem('Flux is missing', subject, { message: 'the cluster has no such GitRepository' })];
  }
  const { events } = source;
  if (source.suspended) return [suspendedProblem(source)];
  const ready = conditionOf(source, 'Ready');
  const cause =
    ready?.status === 'False' ? refusal('source-controller', `${ready.reason}: ${ready.message}`) : undefined;
  if (ready && cause) return [problem(cause, source, { message: ready.message, events })];
  const message = `Flux holds ${short(source.revision)}, not yet ${short(commit)}`;
  return [problem('push not seen', source, { message, events })];
}

/** A Kustomization: has applied the commit, and reports it ready. */
export function kustomizationPart(kustomization: FluxFacts, facts: Facts): Part {
  const ready = kustomization.revision === facts.commit && !kustomization.suspended && isReady(kustomization);
  const live = ready && hasHandled(kustomization, facts.requestedAt);
  const problems = live ? [] : ready ? [unhandledProblem(kustomization)] : kustomizationProblems(kustomization, facts);
  const at = live ? conditionOf(kustomization, 'Ready')?.at : undefined;
  return {
    half: 'workload',
    name: nameOf(kustomization),
    wanted: `${short(facts.commit)}, ready`,
    found: describe(kustomization, kustomization.revision),
    state: live ? 'live' : problems.some(isFault) ? 'failing' : 'waiting',
    ...(at === undefined ? {} : { at }),
    problems,
  };
}

/** Waiting for infrastructure, or for Flux to apply it once more, is as it should be. */
const isFault = ({ cause }: Problem): boolean =>
  cause !== 'waiting for infrastructure' && cause !== 'not applied again';

/** A HelmRelease: its newest spec is released. Which commit the spec came from, its Kustomization says. */
export function helmReleasePart(release: FluxFacts, cluster: ClusterFacts, facts: Facts): Part {
  const ready = !release.suspended && isReady(release);
  const live = ready && hasHandled(release, facts.requestedAt);
  const problems = live
    ? []
    : ready
      ? [unhandledProblem(release)]
      : isApplied(release, cluster, facts)
        ? helmReleaseProblems(release, cluster)
        : [];
  const at = live ? conditionOf(release, 'Ready')?.at : undefined;
  return {
    half: 'workload',
    name: nameOf(release),
    wanted: `generation ${release.generation}, ready`,
    found: describe(release, undefined),
    state: live ? 'live' : problems.some(isFault) ? 'failing' : 'waiting',
    ...(at === undefined ? {} : { at }),
    problems,
  };
}

/**
 * Whether the cluster holds this commit's version of what an object brings; before that, troubles are those of an
 * older one. Flux names a revision as attempted before it builds it, and as applied only once all is healthy: in
 * between it says that it runs the health checks of that revision.
 */
export function isApplied(object: FluxFacts, cluster: ClusterFacts, { commit }: Facts): boolean {
  if (object.kind === 'Kustomization') return object.revision === commit || isChecked(object, commit);
  const owner = cluster.kustomizations.find(({ namespace, name }) => `${namespace}/${name}` === object.owner);
  return owner !== undefined && (owner.revision === commit || isChecked(owner, commit));
}

function isChecked(kustomization: FluxFacts, commit: string): boolean {
  const ready = conditionOf(kustomization, 'Ready');
  if (ready?.reason === 'HealthCheckFailed') return kustomization.attempted === commit;
  const doing = conditionOf(kustomization, 'Reconciling')?.message ?? '';
  return doing.includes('health checks') && doing.includes(commit);
}

/** The OCIRepository of a chart: holds what its newest spec asks for. */
export function chartPart(chart: FluxFacts, applied: boolean): Part {
  const live = !chart.suspended && isReady(chart);
  const problems = live || !applied ? [] : chartProblems(chart);
  return {
    half: 'workload',
    name: nameOf(chart),
    wanted: `generation ${chart.generation}, ready`,
    found: describe(chart, undefined),
    state: live ? 'live' : problems.length > 0 ? 'failing' : 'waiting',
    problems,
  };
}

function describe(object: FluxFacts, revision: string | undefined): string {
  const ready = conditionOf(object, 'Ready');
  const state = [
    ...(revision === undefined ? [] : [short(revision)]),
    ...(object.suspended ? ['suspended'] : []),
    ...(ready && ready.observedGeneration !== object.generation
      ? [`generation ${object.generation} not seen yet`]
      : []),
    ready === undefined ? 'no status yet' : isReady(object) ? 'ready' : `${ready.reason || 'not ready'}`,
  ];
  return state.join(', ');
}
