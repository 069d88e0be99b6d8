import leven from 'leven';
import { z } from 'zod';
import { type Config, configSchema } from './config.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { combinationProblems } from './rules.ts';
import { unreadableValues } from './unreadable.ts';

/**
 * Checks the config, once, before any construct is made.
 * @param input the default export of `onemerge.config.ts`
 * @throws ConfigError with every problem, each on a line of its own
 */
export function parseConfig(input: unknown): Config {
  const unreadable = unreadableValues(input);
  if (unreadable.length > 0) throw new ConfigError(unreadable);
  const result = configSchema.safeParse(input);
  const problems = result.success ? [] : result.error.issues.flatMap((issue) => explain(issue, input));
  const all = [...withoutEchoes(firstOfEachField(problems)), ...combinationProblems(validFields(input))];
  if (!result.success || all.length > 0) throw new ConfigError(all);
  return result.data;
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
      return { field: path.join('.'), value: valueAt(input, path), fix: unknownFieldFix(key, fieldsAt(issue.path)) };
    });
  }
  return [{ field: fieldName(issue.path), value: valueAt(input, issue.path), fix: issue.message }];
}

const fieldName = (path: PropertyKey[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}

/** The field names that may stand at a path: those of the schema's (possibly optional) object there. */
function fieldsAt(path: PropertyKey[]): string[] {
  const json = z.toJSONSchema(configSchema, { io: 'input' });
  const at = path.reduce<z.core.JSONSchema.BaseSchema | undefined>((node, key) => {
    const next = node?.properties?.[String(key)];
    return typeof next === 'object' ? next : undefined;
  }, json);
  return Object.keys(at?.properties ?? {});
}

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

/** The name within two edits of a key, ignoring case, if there is one. */
function nearest(key: string, names: string[]): string | undefined {
  const distance = (name: string) => leven(key.toLowerCase(), name.toLowerCase());
  return names.filter((name) => distance(name) <= 2).sort((a, b) => distance(a) - distance(b))[0];
}
