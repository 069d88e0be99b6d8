import type { TemplateResource } from '../../facts.ts';
import { admits } from './condition.ts';
import { reaches } from './extent.ts';
import { type Grant, grantsIn } from './statements.ts';

type Form = TemplateResource | undefined;

/**
 * Whether a resource allows something that it did not allow. Taking out actions, writing one in place of a wildcard that
 * covers it, excluding more or adding a condition allows nothing new. Denials: see `dropsDenial`.
 */
export function widens(before: Form, after: Form): boolean {
  const earlier = before ? grantsIn(before, 'Allow') : [];
  return after !== undefined && grantsIn(after, 'Allow').some((grant) => !earlier.some((one) => covers(one, grant)));
}

/** Whether a resource no longer denies something that it denied. A wider denial covers a narrower one. */
export function dropsDenial(before: Form, after: Form): boolean {
  const later = after ? grantsIn(after, 'Deny') : [];
  return before !== undefined && grantsIn(before, 'Deny').some((denial) => !later.some((one) => covers(one, denial)));
}

function covers(one: Grant, other: Grant): boolean {
  return (
    reaches(one.action, other.action) &&
    reaches(one.resource, other.resource) &&
    reaches(one.principal, other.principal) &&
    admits(one.conditions, other.conditions)
  );
}
