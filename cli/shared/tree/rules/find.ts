import { FLUX_NAMESPACE } from '../../../../lib/names.ts';
import type { Manifest } from '../../rendering/render.ts';
import { type Pod, podsIn } from '../pods.ts';
import type { Tree } from '../tree.ts';

/** Namespaces whose objects are made by others too: Kubernetes, the FluxInstance, CDK. */
const SHARED = ['kube-system', FLUX_NAMESPACE];

/** The objects of a kind, in a namespace if one is given. */
export const ofKind = ({ applied }: Tree, kind: string, namespace?: string): Manifest[] =>
  applied
    .map(({ object }) => object)
    .filter((object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace));

/** The objects of a kind and name; several where two settings give two. */
export const named = (tree: Tree, kind: string, name: string, namespace?: string): Manifest[] =>
  ofKind(tree, kind, namespace).filter(({ metadata }) => metadata.name === name);

/** Whether all objects of a namespace are in the tree: none comes from a chart, from CDK or from Kubernetes. */
export const isComplete = (tree: Tree, namespace: string): boolean =>
  !SHARED.includes(namespace) &&
  !ofKind(tree, 'HelmRelease').some(
    ({ metadata, spec }) => (spec?.targetNamespace ?? metadata.namespace) === namespace,
  );

/** The pods of a namespace, with the object that holds them. */
export const podsOf = ({ applied }: Tree, namespace: string): readonly (Pod & { readonly object: Manifest })[] =>
  applied
    .filter(({ object }) => object.metadata.namespace === namespace)
    .flatMap(({ object }) => podsIn(object).map((pod) => ({ ...pod, object })));

/** The labels of a pod: those of its template, or its own. */
export const labelsOf = (pod: Pod): Readonly<Record<string, string>> => pod.metadata.labels ?? {};

/** Whether labels fit a selector of `matchLabels` and `matchExpressions`. */
export function selects(selector: Selector | undefined, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((expression) => holds(expression, labels))
  );
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Expression[];
}

function holds({ key, operator, values = [] }: Expression, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[key];
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  const listed = value !== undefined && values.includes(value);
  return operator === 'NotIn' ? !listed : listed;
}
