import type { Cause } from '../causes.ts';
import type { ConditionFacts, FluxFacts } from '../facts.ts';
import type { Subject } from '../names.ts';
import type { Problem } from '../verdict.ts';
import { problem } from './problem.ts';

/** What Flux's messages and reasons mean; the first that matches. `undefined`: wait for something else. */
const MEANINGS: readonly { readonly matches: RegExp; readonly cause: Cause | undefined }[] = [
  { matches: /variable not set \(strict mode\)/, cause: 'unset variable' },
  { matches: /\bimmutable\b|cannot change roleRef|may not be changed/i, cause: 'immutable field' },
  { matches: /dry-run failed|no matches for kind|is invalid|unknown field/i, cause: 'rejected manifest' },
  { matches: /^DependencyNotReady/, cause: undefined },
  { matches: /^ArtifactFailed/, cause: undefined },
  // A newer revision or a changed setting cut the check short; the next attempt is under way.
  { matches: /^HealthCheckCanceled/, cause: undefined },
  { matches: /^BuildFailed/, cause: 'manifests do not build' },
  { matches: /^HealthCheckFailed/, cause: 'health check failed' },
];

/** Why a Kustomization did not apply the commit; nothing when it waits for another object. */
export function applyProblem(kustomization: FluxFacts, { reason, message }: ConditionFacts): Problem[] {
  const text = `${reason}: ${message.trim()}`;
  const meaning = MEANINGS.find(({ matches }) => matches.test(text)) ?? { cause: 'not applied' as const };
  if (meaning.cause === undefined) return [];
  const { events, attempted = '' } = kustomization;
  const subject = refusedObject(message) ?? kustomization;
  return [problem(meaning.cause, subject, { message: text, events, of: attempted })];
}

/** The object that the API server refused, as Flux names it: `Kind/namespace/name` or `Kind/name`. */
function refusedObject(message: string): Subject | undefined {
  const [, kind, first, second] = /^([A-Z]\w+)\/([^/\s]+)(?:\/([^/\s]+))? dry-run failed/.exec(message) ?? [];
  if (kind === undefined || first === undefined) return undefined;
  return second === undefined ? { kind, name: first } : { kind, namespace: first, name: second };
}
