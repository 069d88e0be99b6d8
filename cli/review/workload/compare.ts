import type { Manifest } from '../../shared/rendering/render.ts';
import { changeId } from '../change-id.ts';
import type { RenderedKustomization } from '../facts.ts';

/** A field that changes. */
interface FieldChange {
  /** Such as `spec.template.spec.containers[ghost].image`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** An object that changes. */
export interface ObjectChange {
  /** Kind, namespace and name: `Deployment/ghost/ghost`. */
  readonly key: string;
  readonly kind: string;
  /** `left`: Flux does not prune it. */
  readonly impact: 'added' | 'changed' | 'pruned' | 'left';
  /** See `changeId`. */
  readonly change: string;
  readonly fields: readonly FieldChange[];
  readonly before: Manifest | undefined;
  readonly after: Manifest | undefined;
}

interface Applied {
  readonly object: Manifest;
  /** Whether Flux removes it once no manifest names it. */
  readonly pruned: boolean;
}

/** The objects that change, as Flux applies them. */
export function compareObjects(
  base: readonly RenderedKustomization[],
  head: readonly RenderedKustomization[],
): ObjectChange[] {
  const [earlier, later] = [appliedBy(base), appliedBy(head)];
  const keys = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  return keys.map((key) => objectChange(earlier.get(key), later.get(key))).filter((change) => change !== undefined);
}

function objectChange(was: Applied | undefined, is: Applied | undefined): ObjectChange | undefined {
  const [before, after] = [was?.object, is?.object];
  const object = after ?? before;
  if (object === undefined) return undefined;
  const fields = before && after ? fieldsThatDiffer(before, after) : [];
  if (before && after && fields.length === 0) return undefined;
  const impact = !before ? 'added' : after ? 'changed' : was?.pruned ? 'pruned' : 'left';
  const key = keyOf(object);
  const change = changeId([key, impact, after === undefined ? before : fields]);
  return { key, kind: object.kind, impact, change, fields, before, after };
}

function fieldsThatDiffer(before: Manifest, after: Manifest): FieldChange[] {
  const fields = differences(comparable(before), comparable(after), '');
  return after.kind === 'Secret' ? fields.map(({ path }) => ({ path, before: REDACTED, after: REDACTED })) : fields;
}

const REDACTED = '(redacted)';

function keyOf({ kind, metadata }: Manifest): string {
  return [kind, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/');
}

/** By API group too: two groups may have the same kind. Its version does not count, as the object is the same one. */
function appliedBy(kustomizations: readonly RenderedKustomization[]): Map<string, Applied> {
  const prune = new Map(
    kustomizations
      .flatMap(({ objects }) => objects)
      .filter(({ kind, spec }) => kind === 'Kustomization' && spec !== undefined)
      .map(({ metadata, spec }) => [metadata.name, spec.prune === true]),
  );
  return new Map(
    kustomizations.flatMap(({ name, objects }) =>
      objects.map((object) => [
        `${keyOf(object)} ${object.apiVersion.split('/').slice(0, -1)}`,
        // The root has no Kustomization in the tree: the Flux operator makes it, and it prunes.
        { object, pruned: (prune.get(name) ?? true) && !optedOut(object) },
      ]),
    ),
  );
}

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** https://fluxcd.io/flux/components/kustomize/kustomizations/#prune */
function optedOut({ metadata: { labels, annotations } }: Manifest): boolean {
  return labels?.[PRUNE] === 'disabled' || annotations?.[PRUNE] === 'disabled';
}

/** An object without the annotation that the lock writes: it differs whenever the infrastructure does. */
function comparable(object: Manifest): unknown {
  const { 'onemerge/infrastructure': _, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The fields that differ. Items of a list are matched by name where all have one, as containers and variables have. */
function differences(before: unknown, after: unknown, path: string): FieldChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (old === undefined || now === undefined) return [{ path, before, after }];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    differences(old.get(key), now.get(key), path === '' || key.startsWith('[') ? `${path}${key}` : `${path}.${key}`),
  );
}

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const names = value.map((item) => (item as { name?: unknown } | null)?.name);
  if (names.some((name) => typeof name !== 'string') || new Set(names).size < names.length) return undefined;
  return new Map(value.map((item, index) => [`[${names[index]}]`, item]));
}
