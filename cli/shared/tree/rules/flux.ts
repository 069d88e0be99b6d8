import { objectRule, type Rule } from '../rule.ts';
import { groupOf } from '../tree.ts';

/** A merged change that nobody applies is a verdict that never comes. */
export const nothingSuspended: Rule = objectRule('suspends nothing', ({ object }, fault) => {
  if (object.spec?.suspend === true) fault(['spec', 'suspend'], 'is true', 'remove it: what is merged is applied');
});

const IGNORING: Readonly<Record<string, readonly string[]>> = {
  'kustomize.toolkit.fluxcd.io/reconcile': ['disabled'],
  'kustomize.toolkit.fluxcd.io/ssa': ['ignore', 'ifnotpresent'],
};

/** The same by annotation or label, on one object: https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources */
export const nothingIgnored: Rule = objectRule('lets Flux apply every object', ({ object }, fault) => {
  for (const [key, values] of Object.entries(IGNORING)) {
    for (const field of ['annotations', 'labels'] as const) {
      const value = object.metadata[field]?.[key];
      if (value !== undefined && values.includes(String(value).toLowerCase()))
        fault(['metadata', field, key], `is ${value}: Flux would leave the object as it is`, 'remove it');
    }
  }
});

/** etcd refuses more than 1.5 MiB in a request, and Kubernetes more than 1 MiB in a ConfigMap. */
const MOST_BYTES = 1024 * 1024;

export const objectsFit: Rule = objectRule('has no object over 1 MiB', ({ object }, fault) => {
  const bytes = Buffer.byteLength(JSON.stringify(object));
  if (bytes > MOST_BYTES)
    fault([], `has ${(bytes / MOST_BYTES).toFixed(1)} MiB`, 'split it, or put the content into an image or a bucket');
});

/** What applies objects beside this tree is checked by none of these rules. */
export const oneSource: Rule = objectRule('applies this repository only', ({ object }, fault) => {
  const foreign = ['GitRepository', 'Bucket', 'ExternalArtifact', 'ResourceSet', 'FluxInstance'];
  const isFlux = groupOf(object).endsWith('.toolkit.fluxcd.io') || groupOf(object) === 'fluxcd.controlplane.io';
  if (isFlux && foreign.includes(object.kind))
    fault(
      ['kind'],
      `is ${object.kind}, another source of objects`,
      'copy the manifests below gitops/, or install a chart',
    );
});
