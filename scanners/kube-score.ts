import type { RuleAt } from '../cli/review/facts.ts';
import { CommandError } from '../cli/shared/command-error.ts';

interface Scored {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly namespace?: string; readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

/** kube-score's best grade. https://github.com/zegl/kube-score/blob/v1.20.0/scorecard/scorecard.go */
const ALL_OK = 10;

/** What kube-score is asked for one file. @param kubernetes minor version, for example `1.36` */
export const kubeScoreArguments = (file: string, kubernetes: string): string[] => [
  ...['score', '--output-format', 'json', '--kubernetes-version', `v${kubernetes}`, file],
];

/**
 * What kube-score reports, warnings too.
 * @param printed its report, as JSON
 * @throws CommandError when it has scored nothing
 */
export function kubeScoreFindings(printed: string): RuleAt[] {
  const objects = (JSON.parse(printed) ?? []) as readonly Scored[];
  if (objects.length === 0)
    throw new CommandError('kube-score scored no object.', {
      help: 'look at what changed in kube-score since the version before; scanners/kube-score.ts reads its report',
    });
  return objects.flatMap(({ type_meta, object_meta, checks }) =>
    checks
      .filter(({ grade, skipped }) => grade < ALL_OK && !skipped)
      .map(({ check }) => ({
        rule: check.id,
        path: objectPath(type_meta.kind, object_meta.namespace, object_meta.name),
      })),
  );
}

/** How findings name an object of Kubernetes. */
export const objectPath = (...parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join('/');
