import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Kind, Schema } from '../../../cli/shared/tree/schemas/schema.ts';
import { closed } from './close.ts';

const definition = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    scope: z.enum(['Namespaced', 'Cluster']),
    versions: z.array(
      z.object({
        name: z.string(),
        served: z.boolean(),
        schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }),
      }),
    ),
  }),
});

const OBJECT_META = { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };

/** The kinds that the CustomResourceDefinitions of some files define; other objects in them are passed over. */
export function definedKinds(files: readonly string[]): Record<string, Kind> {
  const entries = files
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).map((document): unknown => document.toJS()))
    .flatMap((object) => definition.safeParse(object).data ?? [])
    .flatMap(({ spec }) =>
      spec.versions
        .filter(({ served }) => served)
        .map(({ name, schema }) => [
          `${spec.group}/${name} ${spec.names.kind}`,
          { schema: withMetadata(closed(schema.openAPIV3Schema as Schema)), namespaced: spec.scope === 'Namespaced' },
        ]),
    );
  return Object.fromEntries(entries) as Record<string, Kind>;
}

/** A definition leaves out what every object has. */
function withMetadata(schema: Schema): Schema {
  const always = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: OBJECT_META };
  return { ...schema, properties: { ...schema.properties, ...always } };
}
