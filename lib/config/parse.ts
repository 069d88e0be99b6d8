import { z } from 'zod';
import { type Config, configSchema } from './config.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { fieldName } from './field-name.ts';
import { type Check, chosen, ENVIRONMENTS, hasEnvironments, installationsIn } from './installations.ts';
import { nearest } from './nearest.ts';
import { otherKind } from './other-kind.ts';
import { plainValues } from './plain-values.ts';
import { combinationProblems } from './rules.ts';
import { withoutSecret } from './secret-fields.ts';

/**
 * Checks the config, once, before any construct is made.
 * @param input the default export of `onemerge.config.ts`
 * @param environment which of its environments is meant, for a config that has any
 * @throws ConfigError with every problem, each on a line of its own
 */
export function parseConfig(input: unknown, environment?: string): Config {
  return chosen(parseInstallations(input), environment);
}

/**
 * The config of every environment, in their order; the one config where there are none.
 * @param input the default export of `onemerge.config.ts`
 * @throws ConfigError with every problem, each on a line of its own
 */
export function parseInstallations(input: unknown): readonly [Config, ...Config[]] {
  const { value, problems: unreadable } = plainValues(input);
  if (unreadable.length > 0) throw new ConfigError(unreadable);
  if (hasEnvironments(value)) return installationsIn(value, check);
  const { config, problems } = check(value);
  if (config === undefined) throw new ConfigError(problems);
  return [config];
}

/** @param input plain values */
function check(input: unknown): ReturnType<Check> {
  const result = configSchema.safeParse(input);
  const problems = result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, input));
  const all = [...withoutEchoes(firstOfEachField(problems)), ...combinationProblems(validFields(input))];
  return result.success && all.length === 0 ? { config: result.data, problems: [] } : { problems: all };
}

/** The fields that are valid by themselves, so that combinations are checked although other fields are wrong. */
function validFields(input: unknown): Partial<Config> {
  if (typeof input !== 'object' || input === null) return {};
  const fields = Object.entries(configSchema.shape).map(([key, field]) => {
    const result = field.safeParse((input as Record<string, unknown>)[key]);
    return [key, result.success ? result.data : undefined];
  });
  return Object.fromEntries(fields);
}

function explain(issue: z.core.$ZodIssue, input: unknown): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { field: fieldName(path), value: valueAt(input, path), fix: unknownFieldFix(key, fieldsAt(issue.path)) };
    });
  }
  const unknown = issue.code === 'invalid_union' ? unknownKeysIn(issue) : [];
  if (unknown.length > 0) return unknown.flatMap((one) => explain(one, input));
  // What is wrong with the name of an entry is a fault of the name, not of the list.
  const [fault] = issue.code === 'invalid_key' ? issue.issues : [issue];
  const value = valueAt(input, issue.path);
  const field = fieldName(issue.path);
  const meant = otherKind(withoutSecret(String(issue.path.at(-1)), value), (other) => takes(input, issue.path, other));
  return [{ field, value, fix: meant ?? (fault ?? issue).message }];
}

/** Whether a field would be right with another value; of several ways to write what holds it, none may be left without one. */
function takes(input: unknown, path: PropertyKey[], value: unknown): boolean {
  const { error } = configSchema.safeParse(replaced(input, path, value));
  return !error?.issues.some((issue) => issue.path.every((key, at) => at >= path.length || path[at] === key));
}

function replaced(input: unknown, [key, ...below]: PropertyKey[], value: unknown): unknown {
  if (key === undefined || typeof input !== 'object' || input === null) return value;
  const within = replaced((input as Record<PropertyKey, unknown>)[key], below, value);
  return Array.isArray(input) ? input.with(Number(key), within) : { ...input, [key]: within };
}

/** A field that may be written in several ways says of each why it is not that; a field that none of them has tells the most. */
function unknownKeysIn({ errors, path }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssueUnrecognizedKeys[] {
  const objects = errors.filter((issues) => issues.every((one) => isUnknown(one) || one.path.length > 0));
  const unknown = objects.map((issues) => issues.filter(isUnknown));
  const inAll = (key: string) => unknown.every((issues) => issues.some(({ keys }) => keys.includes(key)));
  return (unknown[0] ?? [])
    .map((one) => ({ ...one, path: [...path, ...one.path], keys: one.keys.filter(inAll) }))
    .filter(({ keys }) => keys.length > 0);
}

const isUnknown = (issue: z.core.$ZodIssue): issue is z.core.$ZodIssueUnrecognizedKeys =>
  issue.code === 'unrecognized_keys';

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}

/** The field names that may stand at a path: those of the schema's (possibly optional) object there. */
function fieldsAt(path: PropertyKey[]): string[] {
  const at = path.reduce<Schema[]>((nodes, key) => nodes.flatMap((node) => below(node, key)), [JSON_SCHEMA]);
  const fields = at.flatMap(waysToWrite).flatMap((node) => Object.keys(node.properties ?? {}));
  return path.length === 0 ? [...fields, ENVIRONMENTS] : fields;
}

type Schema = z.core.JSONSchema.BaseSchema;

const JSON_SCHEMA: Schema = z.toJSONSchema(configSchema, { io: 'input' });

const isSchema = (node: unknown): node is Schema => typeof node === 'object' && node !== null && !Array.isArray(node);

const waysToWrite = (node: Schema): Schema[] => [node, ...(node.anyOf ?? [])].filter(isSchema);

const below = (node: Schema, key: PropertyKey): Schema[] =>
  waysToWrite(node)
    .map(({ items, properties, additionalProperties: entries }) =>
      typeof key === 'number' ? items : (properties?.[String(key)] ?? entries),
    )
    .filter(isSchema);

function unknownFieldFix(key: string, known: string[]): string {
  const near = nearest(key, known);
  return near ? `unknown field; did you mean ${near}?` : `unknown field; remove it, or use one of ${known.join(', ')}`;
}

/** A value of the wrong type may break several checks of its field; the first says enough. */
function firstOfEachField(problems: ConfigProblem[]): ConfigProblem[] {
  return problems.filter(({ field }, i) => problems.findIndex((other) => other.field === field) === i);
}

/** A mistyped field is one mistake: the line that says so replaces the one that says the right field is missing. */
function withoutEchoes(problems: ConfigProblem[]): ConfigProblem[] {
  return problems.filter(
    (problem) =>
      problem.value !== undefined ||
      !problems.some(
        (other) =>
          other.fix === `unknown field; did you mean ${problem.field.split('.').at(-1)}?` &&
          parent(other) === parent(problem),
      ),
  );
}

const parent = ({ field }: ConfigProblem): string => field.split('.').slice(0, -1).join('.');
