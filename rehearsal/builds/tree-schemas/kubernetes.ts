import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Kind, Schema } from '../../../cli/shared/tree/schemas/schema.ts';
import { closed, mapValues } from './close.ts';

const groupVersionKind = z.object({ group: z.string(), version: z.string(), kind: z.string() });
const swagger = z.object({
  definitions: z.record(z.string(), z.record(z.string(), z.unknown())),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const operation = z.object({ 'x-kubernetes-group-version-kind': groupVersionKind });

/** EKS serves no alpha version, and new beta versions are off too: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
const SERVED_BY_DEFAULT = /^v\d+$/;

/** Written as strings in the documents of the API; the API server takes numbers too. */
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** The kinds that an API server itself serves, and what their schemas refer to. */
export function kubernetesSchemas(module: string): {
  readonly kinds: Record<string, Kind>;
  readonly definitions: Record<string, Schema>;
} {
  const { definitions, paths } = swagger.parse(
    JSON.parse(readFileSync(join(module, 'api/openapi-spec/swagger.json'), 'utf8')),
  );
  const kinds: Record<string, Kind> = {};
  for (const [path, { put }] of Object.entries(paths)) {
    if (!/\/\{name\}$/.test(path)) continue; // of an object; its subresources have longer paths
    const found = operation.safeParse(put).data?.['x-kubernetes-group-version-kind'];
    if (!found) continue;
    const name = Object.entries(definitions).find(([, schema]) => isKind(schema, found))?.[0];
    if (name === undefined || !SERVED_BY_DEFAULT.test(found.version)) continue;
    const apiVersion = found.group ? `${found.group}/${found.version}` : found.version;
    const namespaced = path.includes('{namespace}');
    kinds[`${apiVersion} ${found.kind}`] = { schema: { $ref: `#/definitions/${name}` }, namespaced };
  }
  return {
    kinds,
    definitions: {
      ...mapValues(definitions as Record<string, Schema>, closed),
      [QUANTITY]: { type: ['string', 'number'] },
    },
  };
}

function isKind(schema: Readonly<Record<string, unknown>>, wanted: z.infer<typeof groupVersionKind>): boolean {
  const all = z.array(groupVersionKind).safeParse(schema['x-kubernetes-group-version-kind']).data ?? [];
  return all.some(
    ({ group, version, kind }) => group === wanted.group && version === wanted.version && kind === wanted.kind,
  );
}
