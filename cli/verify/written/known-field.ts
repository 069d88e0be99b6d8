import { z } from 'zod';
import type { Kind } from '../observe/inventory.ts';
import type { Place } from './field-paths.ts';

const kinds = z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() }));

/** The schemas of one version of one group: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3 */
export const openApi = z.object({
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});

export type OpenApi = z.output<typeof openApi>;
type Schema = OpenApi['components']['schemas'][string];

/** Whether a schema knows a field; true where it leaves fields open, and for a kind that it does not describe. */
export function isKnown({ components: { schemas } }: OpenApi, { group, version, kind }: Kind, place: Place): boolean {
  const root = Object.values(schemas).find((schema) =>
    kinds
      .safeParse(schema['x-kubernetes-group-version-kind'])
      .data?.some((one) => one.kind === kind && one.group === group && one.version === version),
  );
  let at: Schema | undefined = root;
  for (const part of place) {
    at = at && followed(at, schemas);
    if (at === undefined || isOpen(at)) return true;
    const next = typeof part === 'number' ? at.items : (propertyOf(at, part) ?? at.additionalProperties);
    if (next === undefined || next === false) return false;
    at = schemaOf(next);
  }
  return true;
}

const propertyOf = ({ properties }: Schema, name: string): unknown => schemaOf(properties)?.[name];

/** Without a list of its properties, anything may be in it. */
const isOpen = (schema: Schema): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true ||
  (schema.properties === undefined && schema.additionalProperties === undefined && schema.items === undefined);

/** Kubernetes writes a reference with a default as `allOf` with one entry. */
function followed(schema: Schema, schemas: OpenApi['components']['schemas']): Schema | undefined {
  const [only] = Array.isArray(schema.allOf) ? schema.allOf : [schema];
  const reference = schemaOf(only)?.$ref;
  return typeof reference === 'string' ? schemas[reference.replace('#/components/schemas/', '')] : schema;
}

const schemaOf = (value: unknown): Schema | undefined =>
  typeof value === 'object' && value !== null ? (value as Schema) : undefined;
