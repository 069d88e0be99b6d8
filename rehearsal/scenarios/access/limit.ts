import type { Attempt, Somebody } from './impersonation.ts';

/** Who tries what, and the policy that must refuse it; `rights` for what RBAC must refuse, `allowed` for what must go through. */
export interface Limit {
  readonly what: string;
  readonly who: Somebody;
  readonly tried: Attempt;
  readonly expected: 'allowed' | 'rights' | 'onemerge-build' | 'onemerge-external-secrets' | 'onemerge-apply-ghost';
}

/** Whether the API server said what it must: a refusal for another reason proves nothing. */
export function isAsExpected(said: string, expected: Limit['expected']): boolean {
  if (expected === 'allowed') return said === 'allowed';
  if (expected === 'rights') return /is forbidden: User "[^"]+" cannot /.test(said);
  return said.includes(`ValidatingAdmissionPolicy '${expected}'`);
}
