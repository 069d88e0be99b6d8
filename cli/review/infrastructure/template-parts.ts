import { changeId } from '../change-id.ts';
import type { SynthesizedStack } from '../facts.ts';
import { redacted } from '../redacted.ts';
import type { ResourceChange } from './compare.ts';

/** The type of what changes of a stack beside its resources. */
export const PART = 'part of the template';

type Values = Readonly<Record<string, unknown>>;

/** What resources follow, although their own text stays the same. */
const DECIDING = ['Parameters', 'Conditions', 'Mappings', 'Rules', 'Transform', 'Hooks'];

/** The parts of a stack that change beside its resources: a stack that one side has alone has none. */
export function changedParts(
  stack: string,
  base: SynthesizedStack | undefined,
  head: SynthesizedStack | undefined,
): ResourceChange[] {
  if (base === undefined || head === undefined) return [];
  const [before, after]: [Values, Values] = [base.template, head.template];
  return [
    part(stack, 'Stack', placeOf(base), placeOf(base.place === undefined ? { ...head, place: base.place } : head)),
    ...DECIDING.map((name) => part(stack, name, valuesOf(before[name]), valuesOf(after[name]))),
    part(stack, 'Outputs', ...outputsOfBoth(valuesOf(before.Outputs), valuesOf(after.Outputs))),
  ].flat();
}

const placeOf = ({ name, place }: Partial<SynthesizedStack>): Values => ({ name, place });

/** A transform may be a name or a list of names. */
const valuesOf = (part: unknown): Values =>
  typeof part === 'object' && part !== null && !Array.isArray(part) ? (part as Values) : { '': part };

/** Outputs that come or go say nothing: nobody reads them yet, or could. */
function outputsOfBoth(before: Values, after: Values): [Values, Values] {
  const both = Object.keys(before).filter((name) => name in after);
  const of = (outputs: Values) =>
    Object.fromEntries(both.map((name) => [name, (outputs[name] as Values | undefined)?.Value]));
  return [of(before), of(after)];
}

function part(stack: string, id: string, before: Values, after: Values): ResourceChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const properties = names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ name, before: redacted(name, before[name]), after: redacted(name, after[name]) }));
  if (properties.length === 0) return [];
  return [
    {
      stack,
      id,
      type: PART,
      impact: 'updated',
      change: changeId([stack, id, properties]),
      assetsAlone: false,
      properties,
      before: { Type: PART, Properties: before },
      after: { Type: PART, Properties: after },
    },
  ];
}
