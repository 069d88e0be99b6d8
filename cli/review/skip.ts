import type { HalfName } from './facts.ts';

/** What neither templates nor manifests are made of. Whatever is not listed counts, so that a new folder is read. */
const NEITHER =
  /^(\.ci|\.devcontainer|\.github|\.vscode|docs|rehearsal|test)\/|^[^/]+\.md$|^(LICENSE|approvals\.json|biome\.json|knip\.json)$/;

/** What a template is not made of: lib/ imports from lib/ alone, which test/imports.test.ts sees to. */
const NOT_SYNTHESIZED = /^(cli|gitops)\//;

/**
 * The halves that a change can reach. Reading takes seconds, so a change of manifests alone does not synthesize.
 * @param paths that changed, in the repository
 */
export function halvesToRead(paths: readonly string[]): HalfName[] {
  const counting = paths.filter((path) => !NEITHER.test(path));
  if (counting.length === 0) return [];
  return counting.every((path) => NOT_SYNTHESIZED.test(path)) ? ['workload'] : ['checks', 'workload'];
}
