import { FLUX_NAMESPACE } from '../../../../lib/names.ts';
import { objectRule, type Rule } from '../rule.ts';
import { kindOf } from '../schemas/validate.ts';
import { dependenciesOf } from './dependencies.ts';

/** Namespaces that are there before Flux applies anything: Kubernetes' own, and the one that CDK makes. */
const THERE = ['kube-system', FLUX_NAMESPACE];

/** Flux puts nothing into `default` by itself: it refuses an object that needs a namespace and has none. */
export const namespacesAreWritten: Rule = objectRule('gives a namespace to what needs one', ({ object }, fault) => {
  const namespaced = kindOf(object)?.namespaced;
  const { namespace } = object.metadata;
  if (namespaced === true && namespace === undefined)
    fault([], 'has no namespace', 'write metadata.namespace, or `namespace:` in the kustomization.yaml of its folder');
  if (namespace === 'default')
    fault(['metadata', 'namespace'], 'is default, which nothing restricts', 'give it a Namespace of its own');
});

/** A namespace must be there when its objects are applied. */
export const namespacesExist: Rule = objectRule('makes a namespace before what lives in it', (applied, fault, tree) => {
  const { namespace } = applied.object.metadata;
  if (namespace === undefined || namespace === 'default' || THERE.includes(namespace)) return;
  const makers = tree.applied
    .filter(({ object }) => object.kind === 'Namespace' && object.metadata.name === namespace)
    .map(({ owner }) => owner);
  const before = [applied.owner, ...dependenciesOf(tree, applied.owner)];
  if (makers.some((maker) => before.includes(maker))) return;
  const edit =
    makers.length > 0
      ? `let the Kustomization ${applied.owner} depend on ${makers[0]}, which makes it`
      : `add a Namespace ${namespace} to the Kustomization ${applied.owner}, or correct the name`;
  fault(['metadata', 'namespace'], `is ${namespace}, which is not made before it`, edit);
});
