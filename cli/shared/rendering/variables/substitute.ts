import { isDefault, operate } from './operators.ts';
import { type Expression, type Part, parseTemplate, SubstitutionError } from './template.ts';

/** A variable that has no value, where one is needed. */
export class UnsetVariableError extends SubstitutionError {
  override readonly name = 'UnsetVariableError';
  readonly variable: string;

  constructor(variable: string) {
    super(`\${${variable}}`, 'has no value');
    this.variable = variable;
  }
}

/**
 * Substitutes as Flux does in its strict mode, which 2.9 has by default.
 * @throws SubstitutionError where Flux refuses the text
 */
export function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return parseTemplate(text)
    .map((part) => evaluate(part, values))
    .join('');
}

function evaluate(part: Part, values: Readonly<Record<string, string>>): string {
  if (typeof part === 'string') return part;
  const args = part.args.map((one) => evaluate(one, values));
  const value = Object.hasOwn(values, part.variable) ? values[part.variable]?.replaceAll('\n', '') : undefined;
  if (value === undefined && !isDefault(part.operator)) throw new UnsetVariableError(part.variable);
  return operate(part.operator, value ?? '', args);
}

/** The names of the variables in a text, those in arguments too, as often as they occur. */
export function variableNames(text: string): string[] {
  const names = (part: Part): string[] => (typeof part === 'string' ? [] : [part.variable, ...namesBelow(part)]);
  const namesBelow = ({ args }: Expression) => args.flatMap(names);
  return parseTemplate(text).flatMap(names);
}
