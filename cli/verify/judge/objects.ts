import type { Cause } from '../causes.ts';
import { eventLine } from '../event-line.ts';
import type { EventFacts, ObjectFacts } from '../facts.ts';
import { nameOf } from '../names.ts';
import type { Part, Problem } from '../verdict.ts';
import { podProblem } from './pods.ts';
import { problem } from './problem.ts';
import { refusal, type Speaker } from './refusals.ts';

/**
 * Everything that an owner brought, as one part: there, as its spec wants it, and as Flux applied it.
 * @param owner `Kustomization namespace/name`
 * @param how whether the owner has applied the commit; before that, troubles are those of an older one; and whether it has since
 * applied it once more, and so put back what somebody took away
 */
export function objectsPart(
  owner: string,
  objects: readonly ObjectFacts[],
  { applied, again }: { readonly applied: boolean; readonly again: boolean },
): Part {
  const notDone = objects.filter((object) => !isDone(object));
  const problems = applied
    ? notDone.flatMap((object) => [...droppedProblems(object, again), ...objectProblems(object)])
    : [];
  const left = notDone.map(
    (object) => `${nameOf(object)} ${object.state === 'current' ? lacking(object) : object.state}`,
  );
  const count = objects.length - notDone.length;
  return {
    half: 'workload',
    name: `objects of ${owner}`,
    wanted: `${objects.length} current`,
    found:
      left.length === 0
        ? `${count} current`
        : `${count} current; ${left.slice(0, 3).join(', ')}${left.length > 3 ? ', ...' : ''}`,
    state: notDone.length === 0 ? 'live' : stateOf(notDone, problems),
    problems,
  };
}

const isDone = ({ state, changes = [], dropped = [] }: ObjectFacts): boolean =>
  state === 'current' && changes.length === 0 && dropped.length === 0;

const lacking = ({ changes = [] }: ObjectFacts): string =>
  changes.length > 0 ? 'changed by hand' : 'without all that the commit sets';

function stateOf(notDone: readonly ObjectFacts[], problems: readonly Problem[]): Part['state'] {
  if (notDone.every(({ state }) => state === 'unread')) return 'unread';
  return problems.some(({ cause }) => !PATIENT.includes(cause)) ? 'failing' : 'waiting';
}

/** It is in no manifest: CDK applies it. */
const OF_FLUX =
  'correct what the message names, a version in lib/versions.ts or a patch in lib/constructs/flux.ts: Flux runs on as it was';

/** What may well be on its way. */
const PATIENT: readonly Cause[] = ['object not ready', 'deletion not finished'];

function objectProblems(object: ObjectFacts): Problem[] {
  const { state, reason, message, events = [], pods = [] } = object;
  const lines = events.map(eventLine);
  switch (state) {
    case 'missing':
      return [problem('object missing', object, { message, help: reapply(object) })];
    case 'unread':
      return [problem('unreadable', object, { message, help: GRANT, finalAfterSeconds: UNREAD_SECONDS })];
    case 'terminating':
      return [problem('deletion not finished', object, { message, events: lines })];
    case 'current':
      return object.changes === undefined ? [] : [changed(object)];
    case 'failed':
    case 'in progress': {
      const template = object.name;
      const ofPods = pods.flatMap((pod) =>
        podProblem(pod, { namespace: object.namespace, name: object.name, template }),
      );
      if (ofPods.length > 0) return ofPods;
      const refused = events.findLast(({ reason: why }) => why === 'FailedCreate');
      const text = [`${reason}: ${message}`.replace(/^: /, ''), trouble(events)].filter(Boolean).join('; ');
      const cause = refused ? refusal('admission', refused.message) : causeOf(object);
      const help = object.kind === 'FluxInstance' ? { help: OF_FLUX } : {};
      return cause === undefined ? [] : [problem(cause, object, { message: text, events: lines, of: reason, ...help })];
    }
  }
}

/** What the API server has dropped it drops the next time, too; what somebody took away is back then. */
function droppedProblems(object: ObjectFacts, again: boolean): Problem[] {
  const { dropped = [] } = object;
  if (dropped.length === 0) return [];
  const told = dropped.slice(0, 4).map(({ field, where }) => `${field} (${where})`);
  const message = `the cluster does not have what the commit sets: ${told.join(', ')}${dropped.length > 4 ? ', ...' : ''}`;
  return [problem('field dropped', object, { message, of: told.join(), ...(again && { finalAfterSeconds: SETTLED }) })];
}

/** From one look to the next, and a bit. Seconds. */
const SETTLED = 10;

/** The build reads by rights that the tree itself grants. */
const GRANT = 'let the build list and get that kind: gitops/operators/configs/build-access.yaml';

/** On the first deploy Flux itself brings the grants, after the operators. Seconds. */
const UNREAD_SECONDS = 900;

function causeOf({ kind, state, reason, message }: ObjectFacts): Cause | undefined {
  if (kind === 'Job' || kind === 'CronJob') return state === 'failed' ? 'job failed' : 'object not ready';
  const speaker = SPEAKERS.find(({ kinds }) => kinds.test(kind))?.speaker ?? 'any controller';
  const told = reason === '' ? undefined : refusal(speaker, `${reason}: ${message}`);
  if (state !== 'failed') return told ?? 'object not ready';
  return told === undefined || told === 'object not ready' ? 'refused by its controller' : told;
}

const SPEAKERS: readonly { readonly kinds: RegExp; readonly speaker: Speaker }[] = [
  {
    kinds: /^(ExternalSecret|ClusterExternalSecret|PushSecret|SecretStore|ClusterSecretStore)$/,
    speaker: 'external-secrets',
  },
  { kinds: /^(GitRepository|OCIRepository|HelmRepository|HelmChart|Bucket)$/, speaker: 'source-controller' },
  { kinds: /^HelmRelease$/, speaker: 'helm-controller' },
  { kinds: /^Receiver$/, speaker: 'notification-controller' },
  { kinds: /^Kustomization$/, speaker: 'kustomize-controller' },
];

/** The last event that tells of trouble: conditions often say no more than that there is some. */
function trouble(events: readonly EventFacts[]): string | undefined {
  return events.findLast(({ reason }) => /Fail|Err|Invalid|Forbidden|Unhealthy/i.test(reason))?.message;
}

function changed(object: ObjectFacts): Problem {
  const told = (object.changes ?? []).map(
    ({ manager, at, fields }) =>
      `${manager} set ${fields.slice(0, 4).join(', ')}${at === undefined ? '' : ` at ${at}`}`,
  );
  return problem('changed by hand', object, { message: told.join('; '), help: reapply(object) });
}

/** Has the owner put back what it wants. */
function reapply({ owner }: ObjectFacts): string {
  const [kind = '', path = ''] = owner.split(' ');
  const [namespace, name] = path.split('/');
  if (kind === 'FluxInstance')
    return `kubectl --namespace ${namespace} annotate fluxinstance ${name} --overwrite reconcile.fluxcd.io/requestedAt=now`;
  const force = kind === 'HelmRelease' ? ' --force' : '';
  return `flux reconcile ${kind.toLowerCase()} ${name} --namespace ${namespace}${force}`;
}
