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
  return [...wide].every(([name, values]) => {
    const own = narrow.get(name) ?? narrow.get(name.replace('IfExists ', ' '));
    return own !== undefined && isAsStrict(name, values, own);
  });
}

/** One of the values must match, or none may where the operator is a negation. */
function isAsStrict(name: string, wide: readonly string[], narrow: readonly string[]): boolean {
  const matched = comparisonOf(name);
  return /Not(Equals|Like|IpAddress)/.test(name)
    ? wide.every((value) => narrow.some((wider) => matched(wider, value)))
    : narrow.every((value) => wide.some((wider) => matched(wider, value)));
}

function comparisonOf(name: string): (wide: string, narrow: string) => boolean {
  if (/Like|^Arn|:Arn/.test(name)) return matches;
  return name.includes('IpAddress') ? holds : (wide, narrow) => wide === narrow;
}
