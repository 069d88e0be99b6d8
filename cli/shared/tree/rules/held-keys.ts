import type { Tree } from '../tree.ts';
import { named, ofKind } from './find.ts';

/** The keys that a ConfigMap or a Secret will hold; undefined when nobody makes it, `unknown` when a program decides. */
export function keysOf(
  tree: Tree,
  kind: string,
  name: string,
  namespace: string,
): readonly string[] | 'unknown' | undefined {
  if (kind === 'Secret') return secretKeys(tree, name, namespace);
  // Kubernetes makes this one in every namespace.
  if (kind === 'ConfigMap' && name === 'kube-root-ca.crt') return ['ca.crt'];
  const found = named(tree, kind, name, namespace);
  if (found.length === 0) return undefined;
  return found.flatMap(({ data, binaryData }) => Object.keys({ ...data, ...binaryData }));
}

/** Secrets come from ExternalSecrets, from what else names one that it writes, a Certificate for example, or from a program. */
function secretKeys(tree: Tree, name: string, namespace: string): readonly string[] | 'unknown' | undefined {
  const makers = ofKind(tree, 'ExternalSecret', namespace).filter(
    ({ metadata, spec }) => (spec?.target?.name ?? metadata.name) === name,
  );
  if (makers.some(({ spec }) => spec?.dataFrom || spec?.target?.template || spec?.target?.creationPolicy === 'Merge'))
    return 'unknown';
  if (makers.length > 0)
    return makers.flatMap(({ spec }) => (spec?.data ?? []).map((one: { secretKey: string }) => one.secretKey));
  const others = tree.applied.filter(
    ({ object }) => object.metadata.namespace === namespace && object.spec?.secretName === name,
  );
  return others.length > 0 || isWrittenByName(tree, name, namespace) ? 'unknown' : undefined;
}

interface Rule {
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs?: readonly string[];
}

/** Whether a Role lets a program write that Secret. */
function isWrittenByName(tree: Tree, name: string, namespace: string): boolean {
  const rules: Rule[] = ofKind(tree, 'Role', namespace).flatMap((role) => role.rules ?? []);
  return rules.some(
    ({ resources = [], resourceNames = [], verbs = [] }) =>
      resources.includes('secrets') &&
      resourceNames.includes(name) &&
      verbs.some((verb: string) => ['update', 'patch'].includes(verb)),
  );
}
