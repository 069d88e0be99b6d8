import { z } from 'zod';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import type { Api } from '../../cluster/api.ts';

/** A kind that an API server serves. */
export interface Served {
  readonly apiVersion: string;
  readonly kind: string;
  /** As in paths: `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

const discovery = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().default('') }),
      versions: z.array(
        z.object({
          version: z.string(),
          resources: z
            .array(
              z.object({
                resource: z.string(),
                scope: z.enum(['Namespaced', 'Cluster']),
                responseKind: z.object({ kind: z.string() }),
              }),
            )
            .default([]),
        }),
      ),
    }),
  ),
});

const DISCOVERY = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Everything that an API server serves at the moment. */
export async function servedBy(api: Api): Promise<Served[]> {
  const answers = await Promise.all(['/api', '/apis'].map((path) => api.ask('GET', path, undefined, DISCOVERY)));
  return answers.flatMap(({ text }) => readDiscovery(JSON.parse(text)));
}

/** Reads an aggregated discovery document: what `GET /api` and `GET /apis` answer. */
export function readDiscovery(document: unknown): Served[] {
  return discovery.parse(document).items.flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources }) =>
      resources.map(({ resource, scope, responseKind }) => ({
        apiVersion: metadata.name ? `${metadata.name}/${version}` : version,
        kind: responseKind.kind,
        plural: resource,
        namespaced: scope === 'Namespaced',
      })),
    ),
  );
}

/** The kind of an object as it is served; undefined when nobody serves its apiVersion and kind. */
export const servedKind = (served: readonly Served[], { apiVersion, kind }: Manifest): Served | undefined =>
  served.find((one) => one.apiVersion === apiVersion && one.kind === kind);

/** The path of an object of a kind, without a leading host. */
export function pathOf({ apiVersion, plural, namespaced }: Served, { metadata }: Manifest): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced
    ? `${root}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`
    : `${root}/${plural}/${metadata.name}`;
}
