import type { ClusterFacts, ConditionFacts, Facts, FluxFacts } from '../facts.ts';
import type { Subject } from '../names.ts';
import { conditionOf } from '../readiness.ts';
import type { Problem } from '../verdict.ts';
import { circleProblem } from './circles.ts';
import { gateProblem, isHeld } from './gate.ts';
import { problem } from './problem.ts';
import { refusal } from './refusals.ts';

/** Reasons that Flux gives before it looks at a revision: it names none then. */
const BEFORE_THE_ATTEMPT =
  /^(ArtifactFailed|DependencyNotReady|AccessDenied|InvalidCELExpression|FeatureGateDisabled|DirectoryCreationFailed)$/;

/** A failure counts only when it is about this commit: Flux keeps the last one until it tries again. */
export function kustomizationProblems(kustomization: FluxFacts, facts: Facts): Problem[] {
  if (kustomization.suspended) return [suspendedProblem(kustomization)];
  const ready = conditionOf(kustomization, 'Ready');
  // The object's own observedGeneration moves only with a success.
  if (ready?.status !== 'False' || ready.observedGeneration !== kustomization.generation) return [];
  if (!isAbout(facts, kustomization, ready)) return [];
  const circle =
    'value' in facts.cluster ? circleProblem(kustomization, facts.cluster.value.kustomizations) : undefined;
  if (circle) return [circle];
  return isHeld(ready, facts.gate)
    ? [gateProblem(kustomization, facts)]
    : applyProblem(kustomization, ready, facts.commit);
}

function isAbout({ commit, cluster }: Facts, { attempted }: FluxFacts, { reason }: ConditionFacts): boolean {
  if (!BEFORE_THE_ATTEMPT.test(reason)) return attempted === commit;
  // A new artifact starts every Kustomization at once, so that what is said for a while is said about it.
  return 'value' in cluster && cluster.value.source?.revision === commit;
}

/** Why a Kustomization did not apply the commit; nothing when it waits for another object. */
function applyProblem(kustomization: FluxFacts, { reason, message }: ConditionFacts, commit: string): Problem[] {
  const text = `${reason}: ${message.trim()}`;
  const cause = refusal('kustomize-controller', text);
  if (cause === undefined) return [];
  const subject = refusedObject(message) ?? kustomization;
  return [problem(cause, subject, { message: text, events: kustomization.events, of: commit })];
}

/** The object that the API server refused, as Flux names it: `Kind/namespace/name` or `Kind/name`. */
function refusedObject(message: string): Subject | undefined {
  const [, kind, first, second] =
    /^([A-Z]\w+)\/([^/\s]+)(?:\/([^/\s]+))? (?:dry-run failed|namespace not specified)/.exec(message) ?? [];
  if (kind === undefined || first === undefined) return undefined;
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
}

/** Why a HelmRelease is not ready. What its chart says is more telling. */
export function helmReleaseProblems(release: FluxFacts, { charts, helmReleases }: ClusterFacts): Problem[] {
  const { events } = release;
  if (release.suspended) return [suspendedProblem(release)];
  const chart = charts.find(({ namespace, name }) => `${namespace}/${name}` === release.chart);
  const ofChart = chart === undefined ? [] : chartProblems(chart);
  if (ofChart.length > 0) return ofChart;
  const ready = conditionOf(release, 'Ready');
  if (ready?.status !== 'False' || ready.observedGeneration !== release.generation) return [];
  const circle = circleProblem(release, helmReleases);
  if (circle) return [circle];
  const message = `${ready.reason}: ${ready.message}`;
  const cause = refusal('helm-controller', message);
  if (cause === undefined) return [];
  // Stalled: Flux has used up its retries and waits for a change.
  const stalled = conditionOf(release, 'Stalled')?.status === 'True';
  return [problem(cause, release, { message, events, ...(stalled ? { finalAfterSeconds: 0 } : {}) })];
}

/** Why a chart is not what its manifest asks for, whatever the release says that runs with the one before. */
export function chartProblems(chart: FluxFacts): Problem[] {
  const { events } = chart;
  if (chart.suspended) return [suspendedProblem(chart)];
  const ready = conditionOf(chart, 'Ready');
  if (ready?.status !== 'False') return [];
  const message = `${ready.reason}: ${ready.message}`;
  const cause = refusal('source-controller', message);
  return cause === undefined ? [] : [problem(cause, chart, { message, events, of: String(chart.generation) })];
}

/** Somebody has told Flux to leave an object alone. */
export function suspendedProblem(object: FluxFacts): Problem {
  return problem('suspended', object, { message: 'somebody suspended it', events: object.events });
}
