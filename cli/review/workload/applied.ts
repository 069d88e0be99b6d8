import type { Manifest } from '../../shared/rendering/render.ts';
import type { RenderedKustomization } from '../facts.ts';

/** An object, as one Kustomization applies it. */
export interface Applied {
  readonly object: Manifest;
  readonly kustomization: string;
}

/** What one side of a pull request applies. */
export interface Side {
  /** By kind, namespace, name and API group. */
  readonly objects: ReadonlyMap<string, Applied>;
  /** The specs of Flux's Kustomizations, by name. The root has none in the tree: the Flux operator makes it, and it prunes. */
  readonly specs: ReadonlyMap<string, KustomizationSpec>;
}

interface KustomizationSpec {
  readonly prune?: boolean;
  readonly suspend?: boolean;
  readonly force?: boolean;
  readonly deletionPolicy?: string;
}

/** By API group too: two groups may have the same kind. Its version does not count, as the object is the same one. */
export function sideOf(kustomizations: readonly RenderedKustomization[]): Side {
  const applied = kustomizations.flatMap(({ name, objects }) =>
    objects.map((object): [string, Applied] => {
      const group = object.apiVersion.split('/').slice(0, -1).join('/');
      return [`${keyOf(object)} ${group}`, { object: withoutNulls(object) as Manifest, kustomization: name }];
    }),
  );
  const own = applied.filter(([key]) => key.endsWith(' kustomize.toolkit.fluxcd.io'));
  return {
    objects: new Map(applied),
    specs: new Map(own.map(([, { object }]) => [object.metadata.name, object.spec ?? {}])),
  };
}

/** To the API server null is as good as nothing, and as an item of a list as good as an empty one. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === null ? {} : withoutNulls(item)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** Kind, namespace and name. */
export function keyOf({ kind, metadata }: Manifest): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/');
}

/**
 * Whether Flux removes an object that no manifest names any more.
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#prune
 */
export function isPruned({ object, kustomization }: Applied, base: Side, head: Side): boolean {
  if (!base.specs.has(kustomization)) return !isOptedOut(object);
  const later = head.specs.get(kustomization);
  const { suspend, prune, deletionPolicy = 'MirrorPrune' } = later ?? base.specs.get(kustomization) ?? {};
  if (suspend || isOptedOut(object)) return false;
  // A Kustomization that goes itself has a policy of its own for what it applied.
  return later === undefined && deletionPolicy !== 'MirrorPrune' ? deletionPolicy !== 'Orphan' : prune === true;
}

const API = 'kustomize.toolkit.fluxcd.io';

/** What a label or an annotation of Flux's says about an object. */
function marked({ metadata: { labels, annotations } }: Manifest, name: string): string | undefined {
  const mark: unknown = annotations?.[`${API}/${name}`] ?? labels?.[`${API}/${name}`];
  return mark === undefined ? undefined : String(mark);
}

/** Whether an object forbids that Flux removes it. */
export const isOptedOut = (object: Manifest) => marked(object, 'prune')?.toLowerCase() === 'disabled';

/** Whether Flux leaves an object alone that exists already. */
export function isIgnored(object: Manifest, exists: boolean): boolean {
  const apply = marked(object, 'ssa')?.toLowerCase();
  const disabled = marked(object, 'reconcile')?.toLowerCase() === 'disabled';
  return disabled || apply === 'ignore' || (exists && apply === 'ifnotpresent');
}

/** Whether Flux deletes an object and makes it anew where the API server refuses a change of it. */
export function isForced({ object, kustomization }: Applied, { specs }: Side): boolean {
  return marked(object, 'force')?.toLowerCase() === 'enabled' || specs.get(kustomization)?.force === true;
}
