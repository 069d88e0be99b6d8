import type { DroppedFacts } from '../facts.ts';
import type { Absent } from '../written/absent-fields.ts';
import { isKnown, type OpenApi, openApi } from '../written/known-field.ts';
import { apiVersionOf, type Kind } from './inventory.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

/** What the API server knows of the fields of its kinds; every user may read it. */
export class ApiSchemas {
  private readonly api: KubernetesApi;
  private readonly read = new Map<string, Promise<OpenApi>>();

  constructor(api: KubernetesApi) {
    this.api = api;
  }

  /**
   * Those of a kind's absent fields that the API server has dropped: not those that it leaves out because they are set to nothing.
   * @throws KubernetesError when the API server does not tell what it knows
   */
  async dropped(kind: Kind, absent: readonly Absent[]): Promise<DroppedFacts[]> {
    const found: DroppedFacts[] = [];
    for (const { unlessKnown, ...dropped } of absent) {
      if (unlessKnown !== undefined && isKnown(await this.of(kind), kind, unlessKnown)) continue;
      found.push(dropped);
    }
    return found;
  }

  private of(kind: Kind): Promise<OpenApi> {
    const version = apiVersionOf(kind);
    const path = `/openapi/v3/${kind.group === '' ? 'api' : 'apis'}/${version}`;
    const known = this.read.get(path) ?? this.api.read(path).then((found) => openApi.parse(found));
    this.read.set(path, known);
    known.catch(() => this.read.delete(path));
    return known;
  }
}
