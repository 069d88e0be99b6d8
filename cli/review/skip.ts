import { SYNTHESIZED_MANIFESTS } from '../../lib/constructs/early-external-secrets.ts';
import type { HalfName } from './facts.ts';

/** What neither templates nor manifests are made of. Whatever is not listed counts, so that a new folder is read. */
const NEITHER =
  /^(\.ci|\.devcontainer|\.github|\.vscode|docs|rehearsal|test)\/|^[^/]+\.md$|^(LICENSE|approvals\.json|biome\.json|knip\.json)$/;

const MANIFEST = /^gitops\//;

/** What a template is not made of: lib/ imports from lib/ alone, which test/imports.test.ts sees to. */
const NOT_SYNTHESIZED = /^(cli|gitops)\//;

/**
 * The halves that a change can reach. Reading takes seconds, so a change of manifests alone does not synthesize.
 * @param paths that changed, in the repository
 */
export function halvesToRead(paths: readonly string[]): HalfName[] {
  const counting = paths.filter((path) => !NEITHER.test(path));
  if (counting.length === 0) return [];
  return counting.every(isNotSynthesized) ? ['workload'] : ['checks', 'workload'];
}

const isNotSynthesized = (path: string) => NOT_SYNTHESIZED.test(path) && !SYNTHESIZED_MANIFESTS.includes(path);

/** Whether both sides have the same code, config and packages, so that the code of one reads the other as its own does. */
export const haveSameCode = (paths: readonly string[]): boolean =>
  paths.every((path) => NEITHER.test(path) || MANIFEST.test(path));
