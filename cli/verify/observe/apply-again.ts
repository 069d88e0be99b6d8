import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterFacts, FluxFacts } from '../facts.ts';
import { nameOf } from '../names.ts';
import { hasHandled } from '../readiness.ts';
import { REQUESTED } from './cluster.ts';
import { fluxFacts } from './flux-objects.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import { fluxObject } from './kubernetes-objects.ts';

type Owners = Pick<ClusterFacts, 'kustomizations' | 'helmReleases'>;
type Api = Pick<KubernetesApi, 'annotate' | 'list'>;

/** Between two looks whether Flux has done it, in milliseconds: two lists each, where a look at everything is some thirty. */
const EVERY = 250;

/** A request to Flux to apply everything once more, and so to put back what was changed in between. */
export class ApplyAgain {
  private at = '';
  private readonly asked = new Set<string>();

  /**
   * Asks, and waits until Flux has done it.
   * @param owners what was observed last
   * @param at what the request is known by: Flux reports the last one that it has handled
   * @param patience how long it waits, in milliseconds
   * @returns whether Flux has done it since `owners` was observed
   * @throws KubernetesError when the API server refuses
   */
  async ask(api: Api, owners: Owners, at: string, patience: number): Promise<boolean> {
    const deadline = Date.now() + patience;
    for (let seen = owners; !isDone(seen, at); seen = await look(api, seen)) {
      await this.askThose(api, seen, at);
      if (Date.now() + EVERY > deadline) return false;
      await sleep(EVERY);
    }
    return !isDone(owners, at);
  }

  /**
   * Asks each Kustomization and HelmRelease once. A Kustomization comes after its releases: Flux looks whether all that it applied is
   * well, and when a release is not, being applied at that moment, looks again five seconds later:
   * https://github.com/fluxcd/kustomize-controller/blob/v1.9.4/internal/controller/kustomization_controller.go (`WaitOptions`).
   */
  private async askThose(api: Api, { kustomizations, helmReleases }: Owners, at: string): Promise<void> {
    if (at !== this.at) this.asked.clear();
    this.at = at;
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

/** The same objects as they are now. */
async function look(api: Api, { kustomizations, helmReleases }: Owners): Promise<Owners> {
  const read = async (kind: 'Kustomization' | 'HelmRelease', list: Promise<unknown[]>) =>
    new Map((await list).map((one) => fluxFacts(kind, fluxObject.parse(one))).map((facts) => [nameOf(facts), facts]));
  const [ofKustomize, ofHelm] = await Promise.all([
    read('Kustomization', api.list('kustomizations')),
    read('HelmRelease', api.list('helmreleases')),
  ]);
  const now = (objects: readonly FluxFacts[], found: ReadonlyMap<string, FluxFacts>) =>
    objects.map((one) => found.get(nameOf(one)) ?? one);
  return { kustomizations: now(kustomizations, ofKustomize), helmReleases: now(helmReleases, ofHelm) };
}

const isDone = ({ kustomizations, helmReleases }: Owners, at: string): boolean =>
  [...kustomizations, ...helmReleases].every((object) => hasHandled(object, at));
