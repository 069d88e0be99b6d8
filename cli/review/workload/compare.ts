import type { Manifest } from '../../shared/rendering/render.ts';
import { changeId } from '../change-id.ts';
import { differences, type FieldChange } from '../differences.ts';
import type { RenderedKustomization } from '../facts.ts';
import { type Applied, isForced, isIgnored, isPruned, keyOf, type Side, sideOf } from './applied.ts';

/** What Flux does with an object. `left`: it does not prune it; `ignored`: it does not apply the change. */
type Impact = 'added' | 'changed' | 'moved' | 'pruned' | 'left' | 'ignored';

/** An object that changes. */
export interface ObjectChange {
  /** Kind, namespace and name: `Deployment/ghost/ghost`. */
  readonly key: string;
  readonly kind: string;
  readonly impact: Impact;
  /** Flux deletes it and makes it anew where a field changes that cannot. */
  readonly forced: boolean;
  /** See `changeId`. */
  readonly change: string;
  readonly fields: readonly FieldChange[];
  readonly before: Manifest | undefined;
  readonly after: Manifest | undefined;
}

/** The objects that change, as Flux applies them. */
export function compareObjects(
  base: readonly RenderedKustomization[],
  head: readonly RenderedKustomization[],
): ObjectChange[] {
  const [earlier, later] = [sideOf(base), sideOf(head)];
  const keys = [...new Set([...earlier.objects.keys(), ...later.objects.keys()])].sort();
  return keys.map((key) => objectChange(key, earlier, later)).filter((change) => change !== undefined);
}

function objectChange(id: string, base: Side, head: Side): ObjectChange | undefined {
  const [was, is] = [base.objects.get(id), head.objects.get(id)];
  const [before, after] = [was?.object, is?.object];
  const object = after ?? before;
  const impact = impactOf(was, is, base, head);
  if (object === undefined || impact === undefined) return undefined;
  const fields = before && after ? fieldsThatDiffer(before, after) : [];
  const key = keyOf(object);
  const change = changeId([key, impact, after === undefined ? before : fields]);
  const forced = is !== undefined && isForced(is, head);
  return { key, kind: object.kind, impact, forced, change, fields, before, after };
}

function impactOf(was: Applied | undefined, is: Applied | undefined, base: Side, head: Side): Impact | undefined {
  if (is === undefined) return was && (isPruned(was, base, head) ? 'pruned' : 'left');
  const moved = was !== undefined && was.kustomization !== is.kustomization;
  if (was && !moved && fieldsThatDiffer(was.object, is.object).length === 0) return undefined;
  if (isIgnored(is.object, was !== undefined)) return 'ignored';
  if (was === undefined) return 'added';
  return moved ? 'moved' : 'changed';
}

function fieldsThatDiffer(before: Manifest, after: Manifest): FieldChange[] {
  const fields = differences(comparable(before), comparable(after));
  return after.kind === 'Secret' ? fields.map(({ path }) => ({ path, before: REDACTED, after: REDACTED })) : fields;
}

/** What the lock writes into objects, so that Flux holds them until their infrastructure stands. */
export const LOCKED = 'onemerge/infrastructure';

const REDACTED = '(redacted)';

/** An object without the value of the annotation that the lock writes: a lock of an earlier version holds the fingerprint in it. */
function comparable(object: Manifest): unknown {
  const { [LOCKED]: lock, ...others } = object.metadata.annotations ?? {};
  const annotations = lock === undefined ? others : { ...others, [LOCKED]: 'by the lock' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
