import type { z } from 'zod';
import type { Config } from './config.ts';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { beforeOf, type Environment } from './environment.ts';
import { EnvironmentError } from './environment-error.ts';
import { environmentName, environmentSchema } from './environment-schema.ts';
import { fieldName } from './field-name.ts';
import { nearest } from './nearest.ts';
import { show } from './show.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A config without environments, with its problems; its problems alone when it has any. */
export type Check = (input: unknown) => { readonly config?: Config; readonly problems: readonly ConfigProblem[] };

const OWN = Object.keys(environmentSchema.shape);
/** The field that says that there are several. */
export const ENVIRONMENTS = 'environments';

const environmentsFix =
  "write each by its name, with what differs in it: { staging: {}, production: { after: 'staging' } }";

/** Flux follows the branch there: it would be live with the half that nobody holds back. */
const approvalWithoutAfter =
  'leave it out, or say which environment comes before: without after, this one follows the branch, and the review of the pull request is the approval';

/** Whether a config describes several installations. */
export const hasEnvironments = (input: unknown): input is Fields => isFields(input) && ENVIRONMENTS in input;

/**
 * The config of each environment: the fields that are written for all, and over them its own.
 * @param input plain values, with the field `environments`
 * @param check of the config of one
 * @throws ConfigError with every problem; what is wrong in an environment is named by its path
 */
export function installationsIn(input: Fields, check: Check): readonly [Config, ...Config[]] {
  const { [ENVIRONMENTS]: written, ...shared } = input;
  if (!isFields(written)) throw new ConfigError([{ field: ENVIRONMENTS, value: written, fix: environmentsFix }]);
  const all: Record<string, Config> = {};
  const problems: ConfigProblem[] = [];
  const names = Object.keys(written);
  for (const name of names) {
    const { own, problems: wrong } = ownFields(name, written[name], names);
    problems.push(...wrong);
    const changes = without(written[name], OWN);
    problems.push(...sharedOnly(name, shared, changes));
    const merged = merge({ ...shared, ...defaultName(shared, name, written) }, changes) as Fields;
    const found = check(merged);
    problems.push(...found.problems.map((problem) => placed(problem, name, { shared, written })));
    if (found.config) all[name] = { ...found.config, environment: { name, ...own, all } satisfies Environment };
  }
  const circular = problems.length > 0 ? [] : circles(all);
  const together = problems.length + circular.length > 0 ? circular : [...sameNames(all), ...namesWithinReach(all)];
  const found = unique([...problems, ...together]);
  if (found.length > 0) throw new ConfigError(found);
  const [first, ...others] = Object.values(all);
  if (first === undefined) throw new ConfigError([{ field: ENVIRONMENTS, value: written, fix: environmentsFix }]);
  return [first, ...others];
}

/**
 * The installation that is meant.
 * @param environment its name, or nothing: enough where there is one
 * @throws EnvironmentError when it must be named and is not, or there is none of that name
 */
export function chosen(installations: readonly [Config, ...Config[]], environment: string | undefined): Config {
  const [first] = installations;
  const names = installations.flatMap((config) => config.environment?.name ?? []);
  if (environment === undefined) {
    if (names.length === 0) return first;
    throw new EnvironmentError(`its environments are ${names.join(' and ')}: say which is meant`, names[0]);
  }
  const found = installations.find((config) => config.environment?.name === environment);
  if (found) return found;
  const there = names.length === 0 ? 'it has no environments' : `its environments are ${names.join(' and ')}`;
  throw new EnvironmentError(`${there}, not ${show(environment)}`, nearest(environment, names) ?? names[0]);
}

/** What an environment says of itself. */
function ownFields(name: string, written: unknown, names: readonly string[]) {
  const at = (key?: string) => fieldName([ENVIRONMENTS, name, ...(key === undefined ? [] : [key])]);
  const fallback = {};
  const named = environmentName.safeParse(name);
  if (!named.success) return { own: fallback, problems: [problem(at(), name, named.error)] };
  if (!isFields(written)) {
    const fix = "write what differs there, for example { database: { size: 't4g.micro' } }, or {}";
    return { own: fallback, problems: [{ field: at(), value: written, fix }] };
  }
  const parsed = environmentSchema.safeParse(written);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = String(issue?.path[0]);
    return { own: fallback, problems: [problem(at(key), written[key], parsed.error)] };
  }
  const own = parsed.data;
  if (own.approval !== undefined && own.after === undefined) {
    return { own, problems: [{ field: at('approval'), value: written.approval, fix: approvalWithoutAfter }] };
  }
  const others = names.filter((other) => other !== name);
  if (own.after !== undefined && !others.includes(own.after)) {
    const near = nearest(own.after, others);
    const fix = near ? `did you mean '${near}'?` : `name another environment: ${others.join(', ') || 'there is none'}`;
    return { own, problems: [{ field: at('after'), value: own.after, fix }] };
  }
  return { own, problems: [] };
}

const problem = (field: string, value: unknown, error: z.ZodError): ConfigProblem => ({
  field,
  value,
  fix: error.issues[0]?.message ?? '',
});

/** The last one keeps the name of the config: what was installed before there were environments goes on as that. */
function defaultName(shared: Fields, name: string, written: Fields): Fields {
  if (typeof shared.name !== 'string') return {};
  const last = !Object.values(written).some((other) => isFields(other) && other.after === name);
  return { name: last ? shared.name : `${shared.name}-${name}` };
}

/** What is promoted is a commit of one repository. */
function sharedOnly(environment: string, shared: Fields, changes: Fields): ConfigProblem[] {
  const repository = isFields(changes.repository) ? changes.repository : {};
  const base = isFields(shared.repository) ? shared.repository : {};
  return Object.keys(repository)
    .filter((key) => key !== 'connectionArn' && JSON.stringify(repository[key]) !== JSON.stringify(base[key]))
    .map((key) => ({
      field: fieldName([ENVIRONMENTS, environment, 'repository', key]),
      value: repository[key],
      fix: 'write it for all environments: the same commits go through each',
    }));
}

function circles(all: Readonly<Record<string, Config>>): ConfigProblem[] {
  const after = (name: string) => all[name]?.environment?.after;
  const caught = Object.keys(all).filter((name) => {
    const seen = new Set<string>();
    let at: string | undefined = name;
    while (at !== undefined && !seen.has(at)) {
      seen.add(at);
      at = after(at);
    }
    return at === name;
  });
  return caught.map((name) => ({
    field: fieldName([ENVIRONMENTS, name, 'after']),
    value: after(name),
    fix: `one must follow the branch, without after: ${caught.join(', ')} wait for each other`,
  }));
}

function sameNames(all: Readonly<Record<string, Config>>): ConfigProblem[] {
  const installations = Object.entries(all);
  return installations.flatMap(([environment, { name }], i) => {
    const earlier = installations.slice(0, i).find(([, other]) => other.name === name);
    if (earlier === undefined) return [];
    const fix = `${earlier[0]} has that name; write another one here`;
    return [{ field: fieldName([ENVIRONMENTS, environment, 'name']), value: name, fix }];
  });
}

/** Rights go by how names begin: an environment must not reach into one that only takes what was live in it. */
function namesWithinReach(all: Readonly<Record<string, Config>>): ConfigProblem[] {
  return Object.entries(all).flatMap(([environment, config]) => {
    const { name } = config;
    const reaching = before(config).find((other) => name.startsWith(`${other.name}-`));
    if (reaching === undefined) return [];
    const fix = `what deploys ${reaching.name} may change whatever begins with ${reaching.name}-; choose another name, for example live-${reaching.name}`;
    return [{ field: fieldName([ENVIRONMENTS, environment, 'name']), value: name, fix }];
  });
}

/** The environments that a commit goes through before it comes to one, the nearest first. Asked once there are no circles. */
function before(config: Config): Config[] {
  const last = beforeOf(config);
  return last === undefined ? [] : [last, ...before(last)];
}

/** Objects field by field; anything else is what the environment says. */
function merge(shared: unknown, own: unknown): unknown {
  if (own === undefined) return shared;
  if (!isFields(shared) || !isFields(own)) return own;
  const keys = new Set([...Object.keys(shared), ...Object.keys(own)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(written(shared, key), written(own, key))]));
}

/** An own one: every object has a `constructor`, which may be the name of a service, too. */
const written = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);

/** What was written around a problem. */
interface Place {
  readonly shared: Fields;
  readonly written: Fields;
}

/** Names the environment where the field is its own, or could be: some write it, or its name was made for it. */
function placed({ field, value, fix }: ConfigProblem, name: string, { shared, written }: Place): ConfigProblem {
  const [first = ''] = field.split(/[.[]/);
  const inSome = Object.values(written).some((one) => isFields(one) && Object.hasOwn(one, first));
  const made = field === 'name' && value !== shared.name;
  if (!(inSome || made)) return { field, value, fix };
  const meant = fix.startsWith('unknown field') && field === first ? nearest(field, OWN) : undefined;
  const place = `${fieldName([ENVIRONMENTS, name])}.${field}`;
  if (first === ENVIRONMENTS) return { field: place, value, fix: 'remove it: an environment holds no others' };
  const better = meant === undefined ? fix : `unknown field; did you mean ${meant}?`;
  return { field: place, value, fix: better };
}

const without = (fields: unknown, keys: readonly string[]): Fields =>
  isFields(fields) ? Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key))) : {};

const unique = (problems: readonly ConfigProblem[]): ConfigProblem[] =>
  problems.filter((one, i) => problems.findIndex(({ field, fix }) => field === one.field && fix === one.fix) === i);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
