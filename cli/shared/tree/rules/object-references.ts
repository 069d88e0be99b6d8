import { FLUX_NAMESPACE, FLUX_SOURCE } from '../../../../lib/names.ts';
import type { Path } from '../locate.ts';
import { objectRule, type Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';
import { isComplete, named, ofKind } from './find.ts';

// biome-ignore lint/suspicious/noExplicitAny: a reference as it is written
type Reference = any;

/** A field of a kind that names one other object. */
interface Pointer {
  readonly kind: string;
  readonly path: Path;
  /** The kind that is named; by default what the reference itself says. */
  readonly names?: string;
  /** A chart may make what is named. */
  readonly ofCharts?: true;
}

/** https://fluxcd.io/flux/components/, https://external-secrets.io/latest/api/spec/, https://kubernetes.io/docs/reference/ */
const POINTERS: readonly Pointer[] = [
  { kind: 'HelmRelease', path: ['spec', 'chartRef'] },
  { kind: 'HelmRelease', path: ['spec', 'chart', 'spec', 'sourceRef'] },
  { kind: 'HelmRelease', path: ['spec', 'dependsOn'], names: 'HelmRelease' },
  { kind: 'Kustomization', path: ['spec', 'dependsOn'], names: 'Kustomization' },
  { kind: 'Kustomization', path: ['spec', 'sourceRef'] },
  { kind: 'Kustomization', path: ['spec', 'healthChecks'], ofCharts: true },
  { kind: 'Receiver', path: ['spec', 'resources'] },
  { kind: 'Receiver', path: ['spec', 'secretRef'], names: 'Secret' },
  { kind: 'Alert', path: ['spec', 'providerRef'], names: 'Provider' },
  { kind: 'Alert', path: ['spec', 'eventSources'] },
  { kind: 'Provider', path: ['spec', 'secretRef'], names: 'Secret' },
  { kind: 'OCIRepository', path: ['spec', 'secretRef'], names: 'Secret' },
  { kind: 'HelmRepository', path: ['spec', 'secretRef'], names: 'Secret' },
  { kind: 'ExternalSecret', path: ['spec', 'secretStoreRef'] },
  { kind: 'PersistentVolume', path: ['spec', 'claimRef'], names: 'PersistentVolumeClaim' },
  { kind: 'HorizontalPodAutoscaler', path: ['spec', 'scaleTargetRef'], ofCharts: true },
];

/** Objects that are there and in no file: what the FluxInstance makes. */
const THERE = [`GitRepository ${FLUX_NAMESPACE}/${FLUX_SOURCE}`, `Kustomization ${FLUX_NAMESPACE}/flux-system`];

/** What names an object that nobody makes waits for it, and never says more than "not found". */
export const referencesExist: Rule = objectRule('names only objects that exist', ({ object }, fault, tree) => {
  for (const pointer of POINTERS.filter(({ kind }) => kind === object.kind)) {
    const written: Reference = pointer.path.reduce<Reference>((value, step) => value?.[step], object);
    for (const [index, reference] of (Array.isArray(written) ? written : [written]).entries()) {
      if (reference?.name === undefined || reference.name === '*') continue;
      const kind = pointer.names ?? reference.kind;
      const namespace = reference.namespace ?? object.metadata.namespace;
      if (pointer.ofCharts && !isComplete(tree, String(namespace))) continue;
      if (exists(tree, kind, reference.name, namespace)) continue;
      const path = [...pointer.path, ...(Array.isArray(written) ? [index] : []), 'name'];
      fault(path, `is ${reference.name}, no ${kind} that the tree makes`, `correct the name${among(tree, kind)}`);
    }
  }
  if (object.kind === 'PersistentVolumeClaim' && object.spec?.volumeName !== undefined)
    if (named(tree, 'PersistentVolume', object.spec.volumeName).length === 0)
      fault(['spec', 'volumeName'], `is ${object.spec.volumeName}, no PersistentVolume`, 'correct the name, or add it');
});

const among = (tree: Tree, kind: string): string => {
  const names = [...new Set(ofKind(tree, kind).map(({ metadata }) => metadata.name))];
  return names.length > 0 ? `: there are ${names.join(', ')}` : ', or add it';
};

function exists(tree: Tree, kind: string, name: string, namespace: string | undefined): boolean {
  if (THERE.includes(`${kind} ${namespace}/${name}`)) return true;
  if (kind === 'Secret') return madeSecrets(tree, namespace).includes(name);
  return named(tree, kind, name).some(
    ({ metadata }) => metadata.namespace === undefined || metadata.namespace === namespace,
  );
}

/** The names of the Secrets that ExternalSecrets make in a namespace. */
const madeSecrets = (tree: Tree, namespace: string | undefined): string[] =>
  ofKind(tree, 'ExternalSecret', namespace).map(({ metadata, spec }) => spec?.target?.name ?? metadata.name);
