import { types } from 'node:util';
import type { ConfigProblem } from './config-error.ts';
import { fieldName } from './field-name.ts';
import { show } from './show.ts';

/** A copy of what was written, or why there is none. */
export interface PlainValues {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
}

/** Longest list, and deepest nesting, that is read. Neither a network nor a zone comes near it. */
const LONGEST = 1000;
const DEEPEST = 20;

/**
 * Copies plain values: each is read once, so that what is checked is what is used. Objects that are more than their fields are problems: a schema
 * would take a date for an object without fields, wait for no promise, follow a cycle forever, and pass a getter's error on without a
 * field name.
 * @param input the default export of `onemerge.config.ts`, or what it holds at `path`
 * @param above the objects that hold it
 */
export function plainValues(
  input: unknown,
  path: readonly PropertyKey[] = [],
  above: readonly object[] = [],
): PlainValues {
  if (typeof input !== 'object' || input === null) return { value: input, problems: [] };
  const fault =
    faultOf(input) ?? (above.includes(input) ? CYCLE : undefined) ?? (path.length > DEEPEST ? DEEP : undefined);
  if (fault !== undefined) return problem(path, input, fault);
  const problems: ConfigProblem[] = [];
  const entries = Reflect.ownKeys(input)
    .filter((key) => Object.prototype.propertyIsEnumerable.call(input, key))
    .map((key) => {
      const at = [...path, Array.isArray(input) ? Number(key) : key];
      const field = readField(input, key, at, [...above, input]);
      problems.push(...field.problems);
      return [key, field.value] as const;
    });
  return { value: Array.isArray(input) ? list(input.length, entries) : object(entries), problems };
}

const NO_NAME = 'unknown field; remove it, no field and no entry has this name';
const CYCLE = 'write plain values; an object may not hold itself';
const DEEP = `write plain values, at most ${DEEPEST} deep`;

const PLAIN = 'write a plain object, { ... }, a list, [ ... ], or a text: whichever the field takes';

/** Why an object is more, or less, than its fields; as an edit. */
function faultOf(input: object): string | undefined {
  if (types.isPromise(input)) return 'write "await" in front of it';
  if (types.isProxy(input)) return 'write plain values';
  if (Array.isArray(input)) return input.length > LONGEST ? `list at most ${LONGEST} entries` : undefined;
  const prototype = Object.getPrototypeOf(input);
  // A plain object, one without a prototype, or one of another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null ? undefined : PLAIN;
}

function readField(
  object: object,
  key: PropertyKey,
  path: readonly PropertyKey[],
  above: readonly object[],
): PlainValues {
  if (typeof key === 'symbol') return problem(path, key, 'unknown field; remove it');
  // What a text in JSON may hold, and a schema for entries of any name would leave out in silence.
  if (key === '__proto__') return problem(path, Object.entries(object).find(([name]) => name === key)?.[1], NO_NAME);
  try {
    return plainValues((object as Record<PropertyKey, unknown>)[key], path, above);
  } catch (error) {
    const why = error instanceof Error ? show(error.message) : 'it threw no error object';
    return problem(path, getterOf(object, key), `write a plain value; reading it failed: ${why}`);
  }
}

const getterOf = (object: object, key: PropertyKey): unknown => Object.getOwnPropertyDescriptor(object, key)?.get;

const problem = (path: readonly PropertyKey[], value: unknown, fix: string): PlainValues => ({
  value: undefined,
  problems: [{ field: fieldName(path), value, fix }],
});

type Entries = readonly (readonly [PropertyKey, unknown])[];

/** With its holes. */
const list = (length: number, entries: Entries): unknown =>
  Object.assign(new Array(length), Object.fromEntries(entries));

const object = (entries: Entries): unknown => Object.fromEntries(entries);
