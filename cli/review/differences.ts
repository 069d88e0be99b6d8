import { redacted } from './redacted.ts';

/** A field that changes. */
export interface FieldChange {
  /** Such as `spec.template.spec.containers[ghost].image`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields that differ. Items of a list are matched by name where all have one, as containers and variables have. */
export function differences(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (old === undefined || now === undefined) return unmatched(before, after, path);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    differences(old.get(key), now.get(key), path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`),
  );
}

/** What has no names: the items of a list that one side has alone, or the whole where only their order differs. */
function unmatched(before: unknown, after: unknown, path: string): FieldChange[] {
  const change = (old: unknown, now: unknown, at: string): FieldChange => {
    return { path: at, before: redacted(nameIn(path), old), after: redacted(nameIn(path), now) };
  };
  if (!Array.isArray(before) || !Array.isArray(after)) return [change(before, after, path)];
  const items = [
    ...without(before, after).map((item) => change(item, undefined, `${path}[]`)),
    ...without(after, before).map((item) => change(undefined, item, `${path}[]`)),
  ];
  return items.length > 0 ? items : [change(before, after, path)];
}

function without(some: readonly unknown[], others: readonly unknown[]): unknown[] {
  const texts = new Set(others.map((item) => JSON.stringify(item)));
  return some.filter((item) => !texts.has(JSON.stringify(item)));
}

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const names = value.map((item) => (item as { name?: unknown } | null)?.name);
  if (names.some((name) => typeof name !== 'string') || new Set(names).size < names.length) return undefined;
  return new Map(value.map((item, index) => [`[${names[index]}]`, item]));
}

/** What a value is called: its field, or its variable in `env[DB_PASSWORD].value`. */
function nameIn(path: string): string {
  return /\[([^\]]+)\]\.value$/.exec(path)?.[1] ?? path.split('.').at(-1) ?? '';
}
