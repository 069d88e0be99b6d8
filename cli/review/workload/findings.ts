import type { Finding } from '../facts.ts';
import { ACCESS_RULES } from './access-rules.ts';
import type { ObjectChange } from './compare.ts';
import { FLUX_RULES } from './flux-rules.ts';
import { HOLDING_RULES } from './holding-rules.ts';
import { MISSHAPEN, meets } from './misshapen.ts';
import type { Rules } from './rule.ts';
import { RUNNING_RULES } from './running-rules.ts';
import { UNJUDGED_RULES } from './unjudged-rules.ts';
import { WAY_RULES } from './way-rules.ts';

/** What changes of manifests are worth saying. */
export const WORKLOAD_RULES: Rules = {
  ...HOLDING_RULES,
  ...ACCESS_RULES,
  ...RUNNING_RULES,
  ...WAY_RULES,
  ...FLUX_RULES,
  ...UNJUDGED_RULES,
};

/** What to say about the objects that change. A form that rules cannot read is one thing to say. */
export function workloadFindings(changes: readonly ObjectChange[]): Finding[] {
  return changes.flatMap((change) => {
    const answers = Object.values(WORKLOAD_RULES).map((rule) => ({ rule, answer: meets(rule, change) }));
    const met = answers.filter(({ answer }) => answer === true).map(({ rule }) => rule);
    const said = answers.some(({ answer }) => answer === undefined) ? [...met, MISSHAPEN] : met;
    return said.map(({ kind, what }): Finding => ({ kind, subject: change.key, change: change.change, what }));
  });
}
