import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  CONTRACT_VALUES,
  CONTRACT_VALUES_OF_PRIVATE,
  CONTRACT_VALUES_WITH_LOGS,
  CONTRACT_VALUES_WITH_MAIL,
  CONTRACT_VALUES_WITH_POD_METRICS,
} from '../../cli/shared/rendering/contract-values.ts';
import { findKubectl } from '../../cli/shared/rendering/kubectl.ts';
import { type Manifest, type Rendered, renderTree } from '../../cli/shared/rendering/render.ts';
import { checkTree } from '../../cli/shared/tree/check.ts';
import type { Fault } from '../../cli/shared/tree/fault.ts';
import type { Settings } from '../../lib/settings.ts';

/** The repository's folder. */
export const REPOSITORY = join(import.meta.dirname, '../..');
const KUBECTL = findKubectl();

/** Which kubectl rendered what the tests look at. */
export const RENDERED_BY = KUBECTL.origin;

/** What is wrong with gitops/, by the rules of cli/shared/tree. */
export const FAULTS: readonly Fault[] = checkTree(REPOSITORY, KUBECTL);

/** Everything that Flux applies, without mail, with it, of a private repository, where the logs of pods are kept, and where pods are measured. */
export const TREES: Readonly<
  Record<'mail off' | 'mail on' | 'private' | 'logs kept' | 'pods measured', readonly Rendered[]>
> = {
  'mail off': rendered(CONTRACT_VALUES),
  'mail on': rendered(CONTRACT_VALUES_WITH_MAIL),
  private: rendered(CONTRACT_VALUES_OF_PRIVATE),
  'logs kept': rendered(CONTRACT_VALUES_WITH_LOGS),
  'pods measured': rendered(CONTRACT_VALUES_WITH_POD_METRICS),
};

/** Why the tests that look at TREES have nothing to look at. */
export const UNREADABLE = TREES['mail off'].length === 0 && 'gitops/ cannot be rendered: see the test of its rules';

/** Nothing for files that cannot be rendered: then FAULTS says why, and a test fails with it. */
function rendered(values: Settings): Rendered[] {
  try {
    return renderTree({ ...values }, KUBECTL);
  } catch (error) {
    if (FAULTS.length === 0) throw error;
    return [];
  }
}

/** All objects of these trees. The same object may occur twice. */
const ALL_OBJECTS: readonly Manifest[] = Object.values(TREES).flatMap((tree) => tree.flatMap(({ objects }) => objects));

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
