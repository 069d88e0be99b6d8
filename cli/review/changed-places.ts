/**
 * Where two values differ: the fields on the way to each difference. Items of a list go by what names them, else by their place in it.
 * @param isValue what is taken as one value, whatever lies in it
 */
export function changedPlaces(
  before: unknown,
  after: unknown,
  isValue: (value: object) => boolean = () => false,
  place: readonly string[] = [],
): (readonly string[])[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [entriesOf(before, isValue), entriesOf(after, isValue)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  if (keys.length === 0) return [place];
  return keys.flatMap((key) => changedPlaces(old.get(key), now.get(key), isValue, [...place, key]));
}

function entriesOf(value: unknown, isValue: (value: object) => boolean): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || isValue(value)) return new Map();
  const isList = Array.isArray(value);
  return new Map(Object.entries(value).map(([key, inner]) => [isList ? `#${nameIn(inner) ?? key}` : key, inner]));
}

/** What names an item of a list; undefined when nothing does. */
export function nameIn(item: unknown): string | undefined {
  const { Id, Name, Region, RuleName, IndexName, name } = (item ?? {}) as Readonly<Record<string, unknown>>;
  const found = Id ?? Name ?? Region ?? RuleName ?? IndexName ?? name;
  return typeof found === 'string' ? found : undefined;
}
