import type { Finding } from '../facts.ts';
import { ACCESS_RULES } from './access-rules.ts';
import type { ObjectChange } from './compare.ts';
import { FLUX_RULES } from './flux-rules.ts';
import { HOLDING_RULES } from './holding-rules.ts';
import type { Rules } from './rule.ts';
import { RUNNING_RULES } from './running-rules.ts';
import { WAY_RULES } from './way-rules.ts';

/** What changes of manifests are worth saying. */
export const WORKLOAD_RULES: Rules = {
  ...HOLDING_RULES,
  ...ACCESS_RULES,
  ...RUNNING_RULES,
  ...WAY_RULES,
  ...FLUX_RULES,
};

/** What to say about the objects that change. */
export function workloadFindings(changes: readonly ObjectChange[]): Finding[] {
  return changes.flatMap((change) =>
    Object.values(WORKLOAD_RULES)
      .filter(({ meets }) => meets(change))
      .map(({ kind, what }): Finding => ({ kind, subject: change.key, change: change.change, what })),
  );
}
