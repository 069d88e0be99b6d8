import type { RuleAt } from '../cli/review/facts.ts';
import { CommandError } from '../cli/shared/command-error.ts';

interface Report {
  readonly results: { readonly failed_checks: readonly Failed[] };
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
}

interface Failed {
  readonly check_id: string;
  /** With `.` between kind, namespace and name, or CloudFormation's type and logical id. */
  readonly resource: string;
  /** Below the folder that was scanned, with a `/` in front. */
  readonly file_path: string;
}

/** What checkov is asked for one folder: JSON, and no look at the vendor's platform. */
export const checkovArguments = (folder: string, framework: 'cloudformation' | 'kubernetes'): string[] => [
  ...['--directory', folder, '--framework', framework, '--output', 'json'],
  ...['--quiet', '--compact', '--skip-download', '--soft-fail'],
];

/**
 * What checkov reports.
 * @param printed its report, as JSON
 * @param placeOf names the resource for people
 * @throws CommandError when it has read nothing, or not everything: then nothing found means nothing
 */
export function checkovFindings(printed: string, placeOf: (failed: Failed) => string): RuleAt[] {
  const { results, summary } = JSON.parse(printed) as Partial<Report>;
  if (results === undefined || summary === undefined || summary.passed === 0 || summary.parsing_errors > 0) {
    const read = summary ? `${summary.passed} passed, ${summary.parsing_errors} files not read` : 'no file';
    throw new CommandError(`checkov did not read what it was given: ${read}.`, {
      help: 'look at what changed in checkov since the version before; scanners/checkov.ts reads its report',
    });
  }
  return results.failed_checks.map((failed) => ({ rule: failed.check_id, path: placeOf(failed) }));
}
