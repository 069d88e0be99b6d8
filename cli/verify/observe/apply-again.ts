import type { ClusterFacts, FluxFacts } from '../facts.ts';
import { nameOf } from '../names.ts';
import { REQUESTED } from './cluster.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

type Owners = Pick<ClusterFacts, 'kustomizations' | 'helmReleases'>;

/** A request to Flux to apply everything once more, and so to put back what was changed in between. */
export class ApplyAgain {
  private at = '';
  private readonly asked = new Set<string>();

  /**
   * Asks each Kustomization and HelmRelease once. A Kustomization comes after its releases: Flux looks whether all that it applied is
   * well, and when a release is not, being applied at that moment, looks again five seconds later:
   * https://github.com/fluxcd/kustomize-controller/blob/v1.9.4/internal/controller/kustomization_controller.go (`WaitOptions`).
   * @param owners what was observed last
   * @param at what the request is known by: Flux reports the last one that it has handled
   * @throws KubernetesError when the API server refuses
   */
  async ask(api: Pick<KubernetesApi, 'annotate'>, owners: Owners, at: string): Promise<void> {
    if (at !== this.at) this.asked.clear();
    this.at = at;
    const { kustomizations, helmReleases } = owners;
    const isOpen = (object: FluxFacts) => !this.asked.has(nameOf(object));
    const isBusy = ({ namespace, name }: FluxFacts) =>
      helmReleases.some((release) => release.owner === `${namespace}/${name}` && !hasHandled(release, at));
    const now = [...helmReleases, ...kustomizations.filter((object) => !isBusy(object))].filter(isOpen);
    await Promise.all(
      now.map(async (object) => {
        const kind = object.kind === 'HelmRelease' ? 'helmreleases' : 'kustomizations';
        await api.annotate(kind, object, { [REQUESTED]: at });
        this.asked.add(nameOf(object));
      }),
    );
  }
}

const hasHandled = ({ handledAt = '' }: FluxFacts, at: string): boolean => Date.parse(handledAt) >= Date.parse(at);
