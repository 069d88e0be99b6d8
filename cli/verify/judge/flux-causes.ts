import type { Cause } from '../causes.ts';
import type { ConditionFacts, FluxFacts } from '../facts.ts';
import type { Problem } from '../verdict.ts';
import { problem } from './problem.ts';

/** What Flux's messages and reasons mean; the first that matches. `undefined`: wait for something else. */
const MEANINGS: readonly { readonly matches: RegExp; readonly cause: Cause | undefined }[] = [
  { matches: /variable not set \(strict mode\)/, cause: 'unset variable' },
  { matches: /\bimmutable\b/i, cause: 'immutable field' },
  { matches: /dry-run failed|no matches for kind|is invalid|unknown field/i, cause: 'rejected manifest' },
  { matches: /^DependencyNotReady/, cause: undefined },
  { matches: /^ArtifactFailed/, cause: undefined },
  { matches: /^BuildFailed/, cause: 'manifests do not build' },
  { matches: /^HealthCheckFailed/, cause: 'health check failed' },
];

/** Why a Kustomization did not apply the commit; nothing when it waits for another object. */
export function applyProblem(kustomization: FluxFacts, { reason, message }: ConditionFacts): Problem[] {
  const text = `${reason}: ${message}`;
  const meaning = MEANINGS.find(({ matches }) => matches.test(text)) ?? { cause: 'not applied' as const };
  if (meaning.cause === undefined) return [];
  const { events, attempted = '' } = kustomization;
  return [problem(meaning.cause, kustomization, { message: text, events, of: attempted })];
}
