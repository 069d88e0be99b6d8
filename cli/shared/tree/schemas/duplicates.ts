import type { Manifest } from '../../rendering/render.ts';
import type { Path } from '../locate.ts';
import { readSchemas } from './read.ts';
import type { Schema } from './schema.ts';

/** Two items of a list that the API server merges by keys, and refuses. */
export interface Duplicate {
  readonly path: Path;
  /** `name=http` */
  readonly keys: string;
}

/** The items of an object's lists that repeat the keys of an earlier one. */
export function duplicatesIn(object: Manifest): Duplicate[] {
  const schema = readSchemas().kinds[`${object.apiVersion} ${object.kind}`]?.schema;
  return schema ? visit(object, schema, []) : [];
}

function visit(value: unknown, written: Schema, path: Path): Duplicate[] {
  const schema = resolve(written);
  if (Array.isArray(value)) {
    const inner = value.flatMap((item, index) => visit(item, schema.items ?? {}, [...path, index]));
    return [...repeated(value, schema, path), ...inner];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const other = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
    return visit(item, schema.properties?.[key] ?? other, [...path, key]);
  });
}

function repeated(items: readonly unknown[], schema: Schema, path: Path): Duplicate[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (schema['x-kubernetes-list-type'] !== 'map' || keys.length === 0) return [];
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const words = keys.map((key) => `${key}=${keyOf(item, key)}`).join(', ');
    const again = seen.has(words);
    seen.add(words);
    return again ? [{ path: [...path, index], keys: words }] : [];
  });
}

/** `protocol` is a key of ports, and left out it means TCP. */
const DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' };

function keyOf(item: unknown, key: string): string {
  const value =
    typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>)[key] : undefined;
  return String(value ?? DEFAULTS[key] ?? '');
}

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return (name === undefined ? undefined : readSchemas().definitions[name]) ?? schema;
}
