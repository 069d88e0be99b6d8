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
  build: { what: 'runs in the build, with its rights', paths: /^(buildspec\.yml|cdk\.json|\.npmrc)$/ },
};

/** What to say about files that changed, and that are neither templates nor manifests. */
export function pathFindings(paths: readonly string[]): Finding[] {
  return paths.flatMap((path) =>
    Object.values(PATH_RULES)
      .filter((rule) => rule.paths.test(path))
      .map(({ what }): Finding => ({ kind: 'look', subject: path, change: changeId([path, what]), what })),
  );
}
