import type { Rendered } from '../../../cli/shared/rendering/render.ts';
import { RehearsalError } from '../../shared/errors.ts';

/**
 * What each Flux Kustomization applies, in the order that `dependsOn` gives, the root first.
 * @throws RehearsalError when some wait for each other, or for what does not exist
 */
export function inOrder(tree: readonly Rendered[]): Rendered[] {
  const awaited = new Map<string, string[]>();
  for (const { kind, metadata, spec } of tree.flatMap(({ objects }) => objects)) {
    if (kind !== 'Kustomization') continue;
    awaited.set(
      metadata.name,
      (spec.dependsOn ?? []).map((dependency: { name: string }) => dependency.name),
    );
  }
  const ordered: Rendered[] = [];
  for (let left = [...tree]; left.length > 0; left = left.filter((one) => !ordered.includes(one))) {
    const done = ordered.map(({ name }) => name);
    const next = left.find(({ name }) => (awaited.get(name) ?? []).every((before) => done.includes(before)));
    if (!next) throw stuck(left.map(({ name }) => name));
    ordered.push(next);
  }
  return ordered;
}

function stuck(names: readonly string[]): RehearsalError {
  return new RehearsalError(`Flux would wait forever: the dependencies of ${names.join(', ')} never become Ready`, {
    where: 'gitops/clusters/production',
    help: 'correct dependsOn: no cycles, and only names that exist',
  });
}
