import type { Rule, Rules } from './rule.ts';
import { PART } from './template-parts.ts';

/** What changes of a stack beside its resources. */
export const TEMPLATE_RULES: Rules = {
  deciding: part(
    /^(Parameters|Conditions|Mappings|Rules|Hooks)$/,
    'changes, so that resources may change whose own text does not',
  ),
  transform: part(/^Transform$/, 'has a macro make something else of the template'),
  outputs: part(/^Outputs$/, 'hands other values to whoever reads them'),
  another: part(/^Stack$/, 'is another stack, new and empty: the one before stays as it is'),
};

function part(id: RegExp, what: string): Rule {
  return (change) => (change.type === PART && id.test(change.id) ? what : undefined);
}
