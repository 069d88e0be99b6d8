import type { Kubectl } from '../../cluster/kubectl.ts';
import { asked, changed, patchTo } from './compare.ts';
import { type LiveObject, resourceOf } from './objects.ts';

/** Whether a HelmRelease of Flux has made an object. */
export const isHelms = ({ metadata: { labels = {} } }: LiveObject): boolean => 'helm.toolkit.fluxcd.io/name' in labels;

/** Makes an object what it was, in the name of whoever owns it: the verdict must not take it for another change by hand. */
export async function putBack(kubectl: Kubectl, before: LiveObject, found: LiveObject): Promise<void> {
  const patch = patchBack(before, found);
  if (patch === undefined) return;
  const { namespace, name } = found.metadata;
  const manager = isHelms(before) ? 'helm-controller' : 'kustomize-controller';
  const how = ['--type=merge', `--field-manager=${manager}`, '--patch', JSON.stringify(patch)];
  await kubectl(['patch', ...(namespace ? ['--namespace', namespace] : []), resourceOf(found), name, ...how]);
}

/** What puts an object back; undefined when it is as it was. */
function patchBack(before: LiveObject, found: LiveObject): unknown {
  const marks = patchTo(restored(before).metadata, restored(found).metadata);
  return changed(before, found).length > 0 ? patchTo(restored(before), restored(found)) : marks && { metadata: marks };
}

/** What is put back of an object: what it asks for, its labels and annotations. */
function restored(object: LiveObject) {
  const { labels = {}, annotations = {} } = object.metadata;
  const { 'reconcile.fluxcd.io/requestedAt': _, ...kept } = annotations;
  return { ...asked(object), metadata: { labels, annotations: kept } };
}
