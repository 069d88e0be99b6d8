import { holds } from '../networks.ts';
import { matches, textOf } from './pattern.ts';

/** Values by operator and key: `StringEquals aws:SourceAccount`. All must hold. */
export type Conditions = ReadonlyMap<string, readonly string[]>;

/** The condition element of a statement. */
export function conditionsOf(element: unknown): Conditions {
  const operators = Object.entries((element ?? {}) as Record<string, Record<string, unknown>>);
  return new Map(
    operators.flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => [`${operator} ${key.toLowerCase()}`, [values].flat().map(textOf)]),
    ),
  );
}

/** Whether whatever meets the narrow conditions meets the wide ones too, as far as their texts tell. */
export function admits(wide: Conditions, narrow: Conditions): boolean {
  return [...wide].every(([name, values]) =>
    stricter(name).some((other) => {
      const own = narrow.get(other);
      return own !== undefined && isAsStrict(name, other, values, own);
    }),
  );
}

/** The conditions that may demand as much as one: itself, the same for keys that need not be there, a text in place of a pattern. */
function stricter(name: string): string[] {
  const always = name.replace('IfExists ', ' ');
  const other = /\b(String|Arn)(Equals|Like)\b/.test(always)
    ? [always.replace(/(String|Arn)(Equals|Like)/, (_, kind, how) => `${kind}${how === 'Like' ? 'Equals' : 'Like'}`)]
    : [];
  return [...new Set([name, always, ...other])];
}

/** One of the values must match, or none may where the operator is a negation. */
function isAsStrict(name: string, other: string, wide: readonly string[], narrow: readonly string[]): boolean {
  const matched = comparisonOf(name, other);
  return /Not(Equals|Like|IpAddress)/.test(name)
    ? wide.every((value) => narrow.some((wider) => matched(wider, value)))
    : narrow.every((value) => wide.some((wider) => matched(wider, value)));
}

function comparisonOf(name: string, other: string): (wide: string, narrow: string) => boolean {
  if (/Like|^Arn|:Arn/.test(name)) return matches;
  if (/Like/.test(other)) return (wide, narrow) => wide === narrow && !/[*?]/.test(narrow);
  if (/(Numeric|Date)LessThan/.test(name))
    return (wide, narrow) => wide === narrow || amountOf(name, narrow) <= amountOf(name, wide);
  if (/(Numeric|Date)GreaterThan/.test(name))
    return (wide, narrow) => wide === narrow || amountOf(name, narrow) >= amountOf(name, wide);
  return name.includes('IpAddress') ? holds : (wide, narrow) => wide === narrow;
}

/** NaN, which is neither less nor more, for what is no number and no moment. */
const amountOf = (name: string, value: string) => (name.includes('Date') ? Date.parse(value) : Number(value));
