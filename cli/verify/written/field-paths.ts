/** Where a field is in a document: keys of maps, and numbers of entries. */
export type Place = readonly (string | number)[];

/** A field that a manifest sets, the innermost ones only. */
export interface Leaf {
  readonly place: Place;
  readonly value: unknown;
}

/**
 * A field as people write it, whichever entry of a list it is in: `spec.containers[].image`,
 * `metadata.annotations["example.com/a"]`.
 */
export function pathOf(place: Place): string {
  return place.map(step).join('').replace(/^\./, '');
}

const step = (part: string | number): string => {
  if (typeof part === 'number') return '[]';
  return /^[\w$-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
};

/** The innermost fields of a value. An empty map or list is one of them; null sets nothing. */
export function leavesOf(value: unknown, place: Place = []): Leaf[] {
  const inner = entriesOf(value);
  if (inner === undefined || inner.length === 0) return value === null || value === undefined ? [] : [{ place, value }];
  return inner.flatMap(([key, below]) => leavesOf(below, [...place, key]));
}

/** Every field of a value by its path, those that hold others too. */
export function pathsIn(value: unknown, place: Place = [], found: Set<string> = new Set()): Set<string> {
  if (place.length > 0) found.add(pathOf(place));
  for (const [key, below] of entriesOf(value) ?? []) pathsIn(below, [...place, key], found);
  return found;
}

function entriesOf(value: unknown): [string | number, unknown][] | undefined {
  if (Array.isArray(value)) return value.map((below, index) => [index, below]);
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}

/** Whether a path is another one or lies in it. */
export function liesIn(path: string, other: string): boolean {
  return other === '' || path === other || (path.startsWith(other) && /^[.[]/.test(path.slice(other.length)));
}
