import type { SynthesizedStack, TemplateResource } from '../../cli/review/facts.ts';
import { compareStacks, type ResourceChange } from '../../cli/review/infrastructure/compare.ts';
import { compareObjects, type ObjectChange } from '../../cli/review/workload/compare.ts';
import type { Manifest } from '../../cli/shared/rendering/render.ts';

/** An app of one stack, `Data`. */
export function app(resources: Readonly<Record<string, TemplateResource>>): Record<string, SynthesizedStack> {
  return { Data: { name: 'blog-data', template: { Resources: resources } } };
}

/** What changes when one resource, `Data/It`, goes from one form to the other; undefined where it is not there. */
export function changed(before: TemplateResource | undefined, after: TemplateResource | undefined): ResourceChange[] {
  return compareStacks(app(before ? { It: before } : {}), app(after ? { It: after } : {}));
}

/** What changes when one Kustomization applies these objects instead of those. */
export function changedObjects(before: readonly Manifest[], after: readonly Manifest[], prune = true): ObjectChange[] {
  const own: Manifest = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'ghost', namespace: 'flux-system' },
    spec: { prune },
  };
  const root = { name: 'flux-system', objects: [own] };
  return compareObjects([root, { name: 'ghost', objects: before }], [root, { name: 'ghost', objects: after }]);
}
