import { SYNTHESIZED_MANIFESTS } from '../../lib/constructs/early-external-secrets.ts';
import { MANIFESTS } from '../../lib/names.ts';
import type { HalfName } from './facts.ts';

/** Folders that neither templates nor manifests are made of. Whatever is not listed counts, so that a new folder is read. */
const FOLDERS_OF_NEITHER = ['.ci', '.devcontainer', '.github', '.vscode', 'docs', 'rehearsal', 'test'];

const FILE_OF_NEITHER = /^[^/]+\.md$|^(LICENSE|approvals\.json|biome\.json|knip\.json)$/;

const isNeither = (path: string) =>
  FOLDERS_OF_NEITHER.some((folder) => path.startsWith(`${folder}/`)) || FILE_OF_NEITHER.test(path);

const isManifest = (path: string) => path.startsWith(`${MANIFESTS}/`);

/** What a template is not made of: lib/ imports from lib/ alone, which test/imports.test.ts sees to. */
const NOT_SYNTHESIZED = /^(cli|gitops)\//;

/**
 * The halves that a change can reach. Reading takes seconds, so a change of manifests alone does not synthesize.
 * @param paths that changed, in the repository
 */
export function halvesToRead(paths: readonly string[]): HalfName[] {
  const counting = paths.filter((path) => !isNeither(path));
  if (counting.length === 0) return [];
  return counting.every(isNotSynthesized) ? ['workload'] : ['checks', 'workload'];
}

const isNotSynthesized = (path: string) => NOT_SYNTHESIZED.test(path) && !SYNTHESIZED_MANIFESTS.includes(path);

/** Whether both sides have the same code, config and packages, so that the code of one reads the other as its own does. */
export const haveSameCode = (paths: readonly string[]): boolean =>
  paths.every((path) => isNeither(path) || isManifest(path));

/**
 * The files that halves of a commit are read from, as pathspecs of Git: manifests alone where the files as they lie have its code,
 * else whatever is not known to be neither. https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-aiddefpathspecapathspec
 * @param sameCode see `haveSameCode`
 */
export function pathsOf(halves: readonly HalfName[], sameCode: boolean): readonly string[] {
  return sameCode && halves.every((half) => half === 'workload')
    ? [MANIFESTS]
    : FOLDERS_OF_NEITHER.map((folder) => `:(exclude)${folder}`);
}
