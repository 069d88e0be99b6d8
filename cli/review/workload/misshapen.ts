import type { ObjectChange } from './compare.ts';
import type { Rule } from './rule.ts';

/** Said of an object whose form some rule cannot read, such as a map where Kubernetes has a list. */
export const MISSHAPEN: Pick<Rule, 'kind' | 'what'> = {
  kind: 'look',
  what: 'is of a form that Kubernetes does not know, so that the review cannot read it',
};

/** Whether a rule meets a change; undefined when it cannot read the object. */
export function meets(rule: Rule, change: ObjectChange): boolean | undefined {
  try {
    return rule.meets(change);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
