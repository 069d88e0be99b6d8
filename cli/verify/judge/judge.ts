import { FLUX_NAMESPACE, FLUX_SOURCE } from '../../../lib/names.ts';
import { type Cause, causeInfo } from '../causes.ts';
import { type ClusterFacts, type Facts, type FluxFacts, isRead, type ObjectFacts, type Reading } from '../facts.ts';
import { nameOf, short } from '../names.ts';
import { hasHandled } from '../readiness.ts';
import { RULES, RULES_OF_PROMOTED } from '../state-rules.ts';
import type { Part, Problem, Verdict } from '../verdict.ts';
import { deploymentPart } from './deployments.ts';
import { chartPart, helmReleasePart, isApplied, kustomizationPart, missingRoot, sourcePart } from './flux.ts';
import { infrastructureParts } from './infrastructure.ts';
import { objectsPart } from './objects.ts';
import { isConfirmed, shouldConfirm } from './once-more.ts';
import { problem } from './problem.ts';
import { readerParts } from './reader.ts';
import { settingsParts } from './settings.ts';
import { unreadPart } from './unread.ts';

/** Decides whether the commit is live, from what was observed at one moment. Reads nothing, remembers nothing. */
export function judge(facts: Facts): Verdict {
  const { commit, cluster } = facts;
  const later = laterCommit(cluster, facts);
  const infrastructure = infrastructureParts(facts.infrastructure, commit);
  const workload = workloadParts(cluster, facts);
  const parts = [...infrastructure, ...workload, ...readerParts(facts)];
  if (later !== undefined) {
    return {
      commit,
      state: 'superseded',
      final: true,
      supersededBy: later,
      ask: false,
      confirm: false,
      parts,
      problems: [],
    };
  }
  const rule = sourceRule(cluster, facts);
  const problems = ranked([...ruleProblems(rule, facts), ...parts.flatMap((part) => part.problems)]);
  const ready = infrastructure.every(({ state }) => state === 'live');
  const finals = problems.filter((one) => isFinal(one, facts, ready));
  const live = rule === 'look' && parts.every(({ state }) => state === 'live');
  const confirm = rule === 'look' && shouldConfirm(workload, live, facts);
  const verdict = { commit, ask: rule === 'ask', confirm, parts, problems: ranked(problems, finals) };
  if (finals.length > 0) {
    const unknown = finals.every(({ cause }) => cause === 'unreadable' || cause === 'not on the branch');
    return { ...verdict, state: unknown ? 'unknown' : 'not live', final: true };
  }
  return { ...verdict, state: live ? 'live' : 'waiting', final: live && isConfirmed(facts) };
}

/**
 * The verdict when time has run out.
 * @returns the verdict itself when it is final; `unknown` when something could not be read; `not live` otherwise
 */
export function atTimeout(verdict: Verdict): Verdict {
  if (verdict.final) return verdict;
  if (verdict.state === 'live') return { ...verdict, state: 'not live', final: true, problems: [unconfirmed(verdict)] };
  const unread = verdict.parts.some(({ state }) => state === 'unread');
  return { ...verdict, state: unread ? 'unknown' : 'not live', final: true };
}

/** Nobody has seen that it stays as it is when Flux applies it. */
function unconfirmed({ commit }: Verdict): Problem {
  const message = 'everything looks live, and time was up before Flux had applied it once more';
  return problem(
    'not applied again',
    { kind: 'Kustomization', namespace: FLUX_NAMESPACE, name: FLUX_SOURCE },
    { message, of: commit },
  );
}

function sourceRule(cluster: Reading<ClusterFacts>, { relations, promoted }: Facts) {
  const revision = isRead(cluster) ? cluster.value.source?.revision : undefined;
  if (!isRead(cluster)) return 'unread';
  // A source without an artifact has seen no push at all.
  const relation = revision === undefined ? 'ancestor' : (relations[revision] ?? 'unknown');
  return (promoted ? RULES_OF_PROMOTED : RULES)[relation];
}

/** The commit that took over: Flux's source holds it, or applied it although the source has gone back. */
function laterCommit(cluster: Reading<ClusterFacts>, { relations, promoted }: Facts): string | undefined {
  if (!isRead(cluster) || promoted) return undefined;
  const { source, kustomizations } = cluster.value;
  const revisions = [source, ...kustomizations].map((object) => object?.revision);
  return revisions.find((revision) => revision !== undefined && relations[revision] === 'descendant');
}

function ruleProblems(rule: ReturnType<typeof sourceRule>, { commit, cluster }: Facts): Problem[] {
  const subject = { kind: 'commit', name: short(commit) };
  if (rule === 'not on the branch') {
    const revision = isRead(cluster) ? cluster.value.source?.revision : undefined;
    const message = `Flux follows ${short(revision)}, which is not on the branch`;
    return [problem('not on the branch', subject, { message })];
  }
  return [];
}

function workloadParts(cluster: Reading<ClusterFacts>, facts: Facts): Part[] {
  if (!isRead(cluster)) return [unreadPart('workload', 'cluster', cluster)];
  const { source, kustomizations, helmReleases, charts, deployments, objects = [] } = cluster.value;
  const owners = [...kustomizations, ...helmReleases];
  const applied = (owner: string) =>
    owners.some((object) => nameOf(object) === owner && isApplied(object, cluster.value, facts));
  const ofMerge = charts.filter(({ owner }) => owner !== undefined);
  const others = objects.filter(isNoChart(ofMerge));
  // Flux itself, and what was pruned with its Kustomization: nobody is there who could say whether it was applied.
  const isJudged = (owner: string) => applied(owner) || !owners.some((object) => nameOf(object) === owner);
  const isAppliedAgain = (owner: string) =>
    facts.requestedAt !== undefined &&
    owners.some((object) => nameOf(object) === owner && hasHandled(object, facts.requestedAt));
  return [
    sourcePart(source, facts),
    ...settingsParts(facts),
    ...missingRoot(kustomizations),
    ...kustomizations.map((kustomization) => kustomizationPart(kustomization, facts)),
    ...ofMerge.map((chart) => chartPart(chart, applied(`Kustomization ${chart.owner}`))),
    ...[...new Set(others.map(({ owner }) => owner))].map((owner) =>
      objectsPart(
        owner,
        others.filter((object) => object.owner === owner),
        { applied: isJudged(owner), again: isAppliedAgain(owner) },
      ),
    ),
    ...helmReleases.map((release) => helmReleasePart(release, cluster.value, facts)),
    ...deployments.map((deployment) => deploymentPart(deployment, isJudged(deployment.owner))),
  ];
}

/** A chart is judged by a part of its own, unless somebody changed it by hand. */
const isNoChart =
  (charts: readonly FluxFacts[]) =>
  (object: ObjectFacts): boolean =>
    object.changes !== undefined || !charts.some((chart) => nameOf(chart) === nameOf(object));

/** Final: it has lasted for as long as such a problem may pass by itself, and nothing under way can end it. */
function isFinal(one: Problem, { firstSeen, observedAt }: Facts, infrastructureIsLive: boolean): boolean {
  if (one.finalAfterSeconds === undefined) return false;
  if (causeInfo(one.cause).mayPassWithInfrastructure && !infrastructureIsLive) return false;
  const since = Date.parse(firstSeen[one.key] ?? observedAt);
  return Date.parse(observedAt) - since >= one.finalAfterSeconds * 1000;
}

/** Whatever else is wrong may come of it, also before it counts as final. */
const EXPLAINS: Cause = 'field dropped';

/** What a pod lacks comes of a Secret that nobody wrote, where one is reported. */
const OF_A_SECRET: readonly Cause[] = ['configuration missing', 'volume not mounted'];

/** Most telling first: causes before what follows from them, even before what ends the wait; final before passing. */
function ranked(problems: readonly Problem[], finals: readonly Problem[] = []): Problem[] {
  const lacksSecret = problems.some(({ cause }) => cause === 'secret not synchronized');
  const rank = (one: Problem) => {
    const isFinalOne = finals.includes(one);
    const follows = causeInfo(one.cause).symptom || (lacksSecret && OF_A_SECRET.includes(one.cause));
    const isCause = !follows && (isFinalOne || one.cause !== 'unreadable');
    return (isCause ? 0 : 2) + (isFinalOne || one.cause === EXPLAINS ? 0 : 1);
  };
  return problems.toSorted((a, b) => rank(a) - rank(b));
}
