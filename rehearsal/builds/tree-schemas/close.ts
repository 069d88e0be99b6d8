import type { Schema } from '../../../cli/shared/tree/schemas/schema.ts';

/** What an OpenAPI schema says for people or for the API server's other checks. CEL runs in the API server only. */
const DROPPED = [
  'description',
  'default',
  'example',
  'externalDocs',
  'title',
  'nullable',
  'x-kubernetes-validations',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-unions',
  'x-kubernetes-action',
];

/** Schemas that JSON schema words otherwise than OpenAPI does. */
function special(schema: Schema): Schema | undefined {
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string')
    return { type: ['integer', 'string'] };
  return undefined;
}

/**
 * An OpenAPI schema as a JSON schema that refuses what the API server refuses of a server-side apply: fields that it
 * does not know too. A field with a default is not required: the API server fills it in first.
 */
export function closed(schema: Schema): Schema {
  const replaced = special(schema);
  if (replaced) return replaced;
  const { properties, items, additionalProperties, required, ...rest } = schema;
  const kept = Object.fromEntries(Object.entries(rest).filter(([keyword]) => !DROPPED.includes(keyword)));
  const missing = (required ?? []).filter((name) => properties?.[name]?.default === undefined);
  return {
    ...kept,
    ...(missing.length > 0 && { required: missing }),
    ...(properties && { properties: mapValues(properties, closed) }),
    ...(items && { items: closed(items) }),
    ...other(schema, additionalProperties),
  };
}

/** What fields beside the named ones may be. */
function other(schema: Schema, additional: Schema['additionalProperties']): Pick<Schema, 'additionalProperties'> {
  if (typeof additional === 'object') return { additionalProperties: closed(additional) };
  if (schema.properties === undefined || schema['x-kubernetes-preserve-unknown-fields'] === true) return {};
  return { additionalProperties: false };
}

/** The same keys with other values. */
export function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
