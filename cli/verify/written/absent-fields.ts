import type { DroppedFacts } from '../facts.ts';
import type { Listed } from '../observe/inventory.ts';
import { liesIn, type Place, pathOf } from './field-paths.ts';
import { isNothing, missingPart } from './missing-part.ts';
import type { WrittenManifests, WrittenObject } from './written-manifests.ts';

/** An object as the cluster holds it. */
interface Held {
  /** Every field that it has, by its path. */
  readonly fields: ReadonlySet<string>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A field that the manifests set and an object does not have. */
export interface Absent extends DroppedFacts {
  /** Set when it is set to nothing: absent means dropped only where the API server does not know it. */
  readonly unlessKnown?: Place;
}

/** Flux was told to leave the object as somebody made it: https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources */
const LEFT_ALONE: Readonly<Record<string, RegExp>> = {
  'kustomize.toolkit.fluxcd.io/ssa': /^(?:IfNotPresent|Ignore)$/i,
  'kustomize.toolkit.fluxcd.io/reconcile': /^disabled$/i,
};

/**
 * Fields that the manifests set and the object does not have. The API server drops a field that it does not know, or has switched
 * off, and Flux reports the object as applied.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 */
export function absentFields(listed: Listed, written: WrittenManifests, held: Held): Absent[] {
  if (Object.entries(LEFT_ALONE).some(([key, value]) => value.test(held.annotations[key] ?? ''))) return [];
  const objects = written.objects.filter((object) => isIt(object, listed));
  const patches = written.patches.filter(({ isFor }) => objects.some(isFor));
  const parts = [...objects, ...patches];
  const absent = new Map<string, Absent>();
  for (const part of [...objects, ...patches.filter(({ selects }) => !selects)]) {
    const replaced = parts.filter((other) => other !== part).flatMap((other) => other.replaced);
    for (const leaf of part.leaves) {
      const missing = missingPart(leaf, held.fields);
      const path = pathOf(leaf.place);
      if (missing === undefined || replaced.some((other) => liesIn(path, other))) continue;
      const field = pathOf(missing);
      const unlessKnown = isNothing(leaf) ? { unlessKnown: leaf.place } : {};
      // Two fields may lack the same part: the one that is set to something decides.
      if (absent.get(field)?.unlessKnown !== undefined || !absent.has(field))
        absent.set(field, { field, where: part.where(missing), ...unlessKnown });
    }
  }
  return [...absent.values()];
}

const isIt = (object: WrittenObject, { group, kind, namespace, name }: Listed): boolean =>
  object.group === group &&
  object.kind === kind &&
  object.name === name &&
  (namespace === '' || object.namespace === undefined || object.namespace === namespace);
