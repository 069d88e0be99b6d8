import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CONTRACT_VALUES, CONTRACT_VALUES_WITH_MAIL } from '../../cli/shared/rendering/contract-values.ts';
import { findKubectl } from '../../cli/shared/rendering/kubectl.ts';
import { type Manifest, type Rendered, renderTree } from '../../cli/shared/rendering/render.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const KUBECTL = findKubectl();

/** Which kubectl rendered what the tests look at. */
export const RENDERED_BY = KUBECTL.origin;

/** Everything that Flux applies, without mail and with it. */
export const TREES: Readonly<Record<'mail off' | 'mail on', readonly Rendered[]>> = {
  'mail off': renderTree({ ...CONTRACT_VALUES }, KUBECTL),
  'mail on': renderTree({ ...CONTRACT_VALUES_WITH_MAIL }, KUBECTL),
};

/** All objects of both trees. The same object may occur twice. */
export const ALL_OBJECTS: readonly Manifest[] = Object.values(TREES).flatMap((tree) =>
  tree.flatMap(({ objects }) => objects),
);

/** Objects of one kind. */
export function ofKind(kind: string): Manifest[] {
  return ALL_OBJECTS.filter((manifest) => manifest.kind === kind);
}

/**
 * The object of that kind and name.
 * @throws Error that says where it was looked for.
 */
export function only(kind: string, name: string): Manifest {
  const found = ofKind(kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`gitops/ renders no ${kind} named ${name}`);
  return found;
}

/** Paths of the files below a folder of the repository, relative to the repository. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name)))
    .sort();
}

/** Text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}
