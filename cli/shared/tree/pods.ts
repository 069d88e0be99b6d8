import type { Manifest } from '../rendering/render.ts';
import type { Path } from './locate.ts';

// biome-ignore lint/suspicious/noExplicitAny: as deep and varied as the Kubernetes API, like Manifest.
type Field = any;

/** A pod, or a template of pods, somewhere in an object. */
export interface Pod {
  /** Where its spec is. */
  readonly path: Path;
  readonly spec: Field;
  /** Labels and annotations are beside the spec. */
  readonly metadata: Field;
}

/** A container of a pod, of whatever kind. */
export interface Container {
  readonly path: Path;
  readonly container: Field;
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The fields of a container that ask how it is. */
export const PROBES = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;

const isObject = (value: unknown): value is Record<string, Field> => typeof value === 'object' && value !== null;

const holdsContainers = (value: Record<string, Field>): boolean =>
  Array.isArray(value.containers) && value.containers.some((one) => isObject(one) && ('image' in one || 'name' in one));

/** The pods of an object of any kind, custom ones too: what holds a list of containers is a pod's spec. */
export function podsIn(object: Manifest): Pod[] {
  return search(object, [], undefined);
}

/** The templates of pods in an object: what something makes pods of. A Pod is none, and neither are the values of a chart. */
export const podTemplatesIn = (object: Manifest): Pod[] =>
  podsIn(object).filter(({ path }) => path.at(-2) === 'template' && path.at(-1) === 'spec');

function search(value: unknown, path: Path, parent: Field): Pod[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => search(item, [...path, index], undefined));
  if (!isObject(value)) return [];
  if (holdsContainers(value)) return [{ path, spec: value, metadata: parent?.metadata ?? {} }];
  return Object.entries(value).flatMap(([key, inner]) => search(inner, [...path, key], value));
}

/** Every container of a pod. */
export function containersOf({ path, spec }: Pod): Container[] {
  return LISTS.flatMap((list) =>
    (Array.isArray(spec[list]) ? spec[list] : [])
      .map((container: Field, index: number) => ({ path: [...path, list, index], container }))
      .filter((one: Container) => isObject(one.container)),
  );
}
