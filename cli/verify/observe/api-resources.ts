import { z } from 'zod';
import { apiVersionOf, type Listed } from './inventory.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import { KubernetesError } from './kubernetes-error.ts';

const resourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string() })),
});

/** What the API server calls the collection of a kind: `externalsecrets` for `ExternalSecret`. Everybody may ask. */
export class ApiResources {
  private readonly api: KubernetesApi;
  private readonly known = new Map<string, string>();

  constructor(api: KubernetesApi) {
    this.api = api;
  }

  /**
   * @returns the path of the kind's collection in all namespaces; undefined while the cluster does not know the kind
   * @throws KubernetesError when the API server refuses
   */
  async collection(listed: Pick<Listed, 'group' | 'version' | 'kind'>): Promise<string | undefined> {
    const key = `${apiVersionOf(listed)} ${listed.kind}`;
    if (!this.known.has(key)) await this.learn(listed);
    return this.known.get(key);
  }

  private async learn({ group, version }: Pick<Listed, 'group' | 'version'>): Promise<void> {
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    try {
      const { resources } = resourceList.parse(await this.api.read(root));
      for (const { name, kind } of resources) {
        // `deployments/status` is of the kind Deployment too.
        if (!name.includes('/')) this.known.set(`${apiVersionOf({ group, version })} ${kind}`, `${root}/${name}`);
      }
    } catch (error) {
      if (!(error instanceof KubernetesError && error.status === 404)) throw error;
    }
  }
}
