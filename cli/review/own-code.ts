import { changeId } from './change-id.ts';
import type { Finding } from './facts.ts';

/** Files that no half shows, and what a change of them means. */
export const PATH_RULES: Readonly<Record<string, { readonly what: string; readonly paths: RegExp }>> = {
  review: {
    what: 'is part of the review itself, which may not see its own change',
    paths: /^(cli\/(review|approvals)\/|\.github\/workflows\/review)/,
  },
  workflow: {
    what: 'runs on GitHub, with its rights',
    paths: /^\.github\/(?!workflows\/review)(workflows|actions)\//,
  },
  owners: { what: 'decides who approves', paths: /(^|\/)CODEOWNERS$/ },
  build: {
    what: 'runs in the build, with its rights',
    // The values are for tests: each new setting has one.
    paths:
      /^(buildspec[\w-]*\.yml|cdk(\.context)?\.json|package\.json|tsconfig\.json|\.nvmrc|\.git(attributes|modules)|(.+\/)?\.npmrc|bin\/.+|cli\/(?!review\/|approvals\/|shared\/rendering\/contract-values\.ts$).+)$/,
  },
  checks: {
    what: 'decides what is checked before a merge, or which updates come by themselves',
    paths: /^(\.ci\/|\.github\/dependabot\.ya?ml$|(biome|knip|renovate)\.json$|rehearsal\/package\.json$)/,
  },
  machines: {
    what: 'runs on the machine of whoever opens the repository',
    paths: /^\.(devcontainer|husky|vscode)\//,
  },
};

/** What to say about files that changed, and that are neither templates nor manifests. */
export function pathFindings(paths: readonly string[]): Finding[] {
  return paths.flatMap((path) =>
    Object.values(PATH_RULES)
      .filter((rule) => rule.paths.test(path))
      .map(({ what }): Finding => ({ kind: 'look', subject: path, change: changeId([path, what]), what })),
  );
}
