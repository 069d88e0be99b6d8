import type { Manifest } from '../../rendering/render.ts';
import { groupOf, type Tree } from '../tree.ts';

export const isFluxKustomization = (object: Manifest): boolean =>
  object.kind === 'Kustomization' && groupOf(object) === 'kustomize.toolkit.fluxcd.io';

/** The names of the Kustomizations that are Ready before one is applied: what it depends on, and what those do. */
export function dependenciesOf(tree: Tree, name: string): string[] {
  const found = new Set<string>();
  const queue = directDependencies(tree, name);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    queue.push(...directDependencies(tree, next));
  }
  return [...found];
}

function directDependencies({ applied }: Tree, name: string): string[] {
  return applied
    .filter(({ object }) => isFluxKustomization(object) && object.metadata.name === name)
    .flatMap(({ object }) => (object.spec?.dependsOn ?? []) as { readonly name: string }[])
    .map((dependency) => dependency.name);
}
