import { type Leaf, leavesOf, type Place, pathOf } from './field-paths.ts';

/** What one document or patch does to an object. */
export interface Writing {
  /** The fields that it sets. */
  readonly leaves: readonly Leaf[];
  /** Paths whose fields, as others write them, it takes away or replaces. */
  readonly replaced: readonly string[];
}

/** Lists of Kubernetes' own kinds into which a strategic merge patch merges by a key; it replaces every other list. */
const MERGED = /^(?:containers|initContainers|env|volumes|volumeMounts)$/;

/**
 * What a strategic merge patch does.
 * @see https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export function mergePatch(patch: unknown): Writing {
  const leaves = leavesOf(patch).filter(({ place }) => !place.some(isDirective));
  return { leaves, replaced: replacedBy(patch, []) };
}

function replacedBy(value: unknown, place: Place): string[] {
  if (value === null) return [pathOf(place)];
  if (Array.isArray(value)) {
    if (!MERGED.test(String(place.at(-1)))) return [pathOf([...place, 0])];
    return value.flatMap((entry, index) => replacedBy(entry, [...place, index]));
  }
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, below]) => {
    if (key === '$patch' || key === '$retainKeys') return [pathOf(place)];
    const [, list] = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key) ?? [];
    if (list !== undefined) return [pathOf([...place, list])];
    return isDirective(key) ? [] : replacedBy(below, [...place, key]);
  });
}

const isDirective = (part: string | number): boolean => typeof part === 'string' && part.startsWith('$');

/** An operation of a JSON patch: https://www.rfc-editor.org/rfc/rfc6902 */
interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly from?: unknown;
  readonly value?: unknown;
}

/** What a JSON patch does. */
export function jsonPatch(operations: readonly Operation[]): Writing {
  const writings = operations.map(({ op, path, from, value }): Writing => {
    const place = pointer(path);
    const appends = String(path).endsWith('/-');
    switch (op) {
      case 'add':
      case 'replace':
        return { leaves: leavesOf(value, place), replaced: appends ? [] : [pathOf(place)] };
      case 'remove':
        return { leaves: [], replaced: [pathOf(place)] };
      case 'move':
        return { leaves: [], replaced: [pathOf(pointer(from)), pathOf(place)] };
      default:
        return { leaves: [], replaced: [] };
    }
  });
  return {
    leaves: writings.flatMap(({ leaves }) => leaves),
    replaced: writings.flatMap(({ replaced }) => replaced),
  };
}

/** A number may be a key too, but lists are what patches count in. */
function pointer(path: unknown): Place {
  const parts = String(path ?? '')
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.map((part) => (/^(?:\d+|-)$/.test(part) ? Number(part) || 0 : part));
}
