import type { Fault } from '../fault.ts';
import { faultOf, objectRule, type Rule } from '../rule.ts';
import { groupOf, type Tree } from '../tree.ts';
import { dependenciesOf, isFluxKustomization } from './dependencies.ts';
import { named } from './find.ts';
import { definedInTree } from './schema.ts';

/** The groups of the kinds that a HelmRelease brings, by its name. */
const BROUGHT_BY_RELEASES: Readonly<Record<string, string>> = {
  'external-secrets.io': 'external-secrets',
  'generators.external-secrets.io': 'external-secrets',
};

/** Flux asks the API server about every object of a Kustomization before it applies the first: all kinds must be there. */
export const definitionsComeFirst: Rule = objectRule(
  'brings definitions before their objects',
  (applied, fault, tree) => {
    const { object, owner } = applied;
    const release = BROUGHT_BY_RELEASES[groupOf(object)];
    if (release !== undefined && named(tree, 'HelmRelease', release).length === 0)
      fault(
        ['kind'],
        `is ${object.kind}, whose definition no HelmRelease ${release} brings`,
        'add it, or correct its name',
      );
    const bringer = bringerOf(tree, `${object.apiVersion} ${object.kind}`, groupOf(object));
    if (bringer === undefined || dependenciesOf(tree, owner).includes(bringer)) return;
    const edit =
      bringer === owner
        ? `move it to a Kustomization that depends on ${owner}`
        : `write dependsOn: [{ name: ${bringer} }] for the Kustomization ${owner}`;
    fault(['kind'], `is ${object.kind}, whose definition the Kustomization ${bringer} brings`, edit);
  },
);

function bringerOf(tree: Tree, kind: string, group: string): string | undefined {
  const defined = definedInTree(tree).get(kind);
  const release = BROUGHT_BY_RELEASES[group];
  if (defined !== undefined || release === undefined) return defined;
  return tree.applied.find(({ object }) => object.kind === 'HelmRelease' && object.metadata.name === release)?.owner;
}

/** A Kustomization that waits for itself is never applied. */
export const dependenciesEnd: Rule = objectRule(
  'has no Kustomizations that wait for each other',
  (applied, fault, tree) => {
    const { object } = applied;
    if (!isFluxKustomization(object)) return;
    if (dependenciesOf(tree, object.metadata.name).includes(object.metadata.name))
      fault(['spec', 'dependsOn'], 'leads back to itself: Flux would wait forever', 'remove one of the dependencies');
  },
);

/** Two owners write over each other, and the one that prunes takes the object away from the other. */
export const oneOwner: Rule = {
  name: 'has one owner of each object',
  *check(tree: Tree): Iterable<Fault> {
    const owners = new Map<string, string>();
    for (const applied of tree.applied) {
      const { kind, metadata } = applied.object;
      const key = [groupOf(applied.object), kind, metadata.namespace, metadata.name].join(' ');
      const first =
        owners.get(key) ?? CDK_OWNS[`${kind} ${metadata.namespace ?? ''}/${metadata.name}`] ?? applied.owner;
      owners.set(key, first);
      if (first !== applied.owner)
        yield faultOf(
          tree,
          applied,
          [],
          `is applied by ${applied.owner}, and by ${first}`,
          'remove it from one of them',
        );
    }
  },
};

/** What lib/flux-stack.ts and the flux-operator apply. */
const CDK_OWNS: Readonly<Record<string, string>> = {
  'Namespace /flux-system': 'CDK',
  'FluxInstance flux-system/flux': 'CDK',
  'ConfigMap flux-system/settings': 'CDK',
  'GitRepository flux-system/flux-system': "Flux's operator",
  'Kustomization flux-system/flux-system': "Flux's operator",
};
