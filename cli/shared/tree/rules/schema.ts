import leven from 'leven';
import { objectRule, type Rule } from '../rule.ts';
import { duplicatesIn } from '../schemas/duplicates.ts';
import { readSchemas } from '../schemas/read.ts';
import { kindOf, mismatches } from '../schemas/validate.ts';
import type { Tree } from '../tree.ts';

/** Flux applies on the server's side, which refuses what is in no schema: https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export const fitsSchemas: Rule = objectRule('fits the schema of each kind', ({ object }, fault) => {
  for (const { path, what, edit } of mismatches(object)) fault(path, what, edit);
  for (const { path, keys } of duplicatesIn(object)) fault(path, `repeats ${keys} of an item above it`, 'remove one');
});

/** Kinds that the cluster serves, or that the tree brings the definition of. */
export const knowsKinds: Rule = objectRule('uses kinds that the cluster serves', ({ object }, fault, tree) => {
  const { apiVersion, kind } = object;
  if (kindOf(object) || definedInTree(tree).has(`${apiVersion} ${kind}`)) return;
  const known = Object.keys(readSchemas().kinds).map((name) => name.split(' ') as [string, string]);
  const versions = known.filter(([, one]) => one === kind).map(([version]) => version);
  if (versions.length > 0)
    return fault(['apiVersion'], `is ${apiVersion}, which is not served`, `write ${versions.join(' or ')}`);
  const meant = known.map(([, one]) => one).find((one) => leven(one, kind) <= 2);
  const bring = `apply the CustomResourceDefinition of ${kind} in a Kustomization that this one depends on`;
  fault(['kind'], `is ${kind}, which is not served`, meant ? `write ${meant}` : bring);
});

/** What the tree's own CustomResourceDefinitions define, by `apiVersion kind`. */
export function definedInTree({ applied }: Tree): Map<string, string> {
  const defined = new Map<string, string>();
  for (const { owner, object } of applied) {
    if (object.kind !== 'CustomResourceDefinition') continue;
    for (const { name } of object.spec?.versions ?? []) {
      defined.set(`${object.spec.group}/${name} ${object.spec.names?.kind}`, owner);
    }
  }
  return defined;
}
