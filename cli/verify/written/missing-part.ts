import { type Leaf, type Place, pathOf } from './field-paths.ts';

/**
 * The first part of a field's path that an object does not have; undefined when it has the field.
 * @param fields every field of the object, by its path
 */
export function missingPart({ place }: Leaf, fields: ReadonlySet<string>): Place | undefined {
  // A number in a JSON patch may be a key.
  if (fields.has(pathOf(place)) || fields.has(pathOf(place.map(String)))) return undefined;
  const length = place.findIndex((_, index) => !fields.has(pathOf(place.slice(0, index + 1))));
  return place.slice(0, length + 1);
}

/** Kubernetes leaves a field out of many of its kinds when it is set to nothing. */
export function isNothing({ value }: Leaf): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === false || value === 0 || value === '';
}
