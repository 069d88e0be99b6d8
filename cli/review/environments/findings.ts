import type { Finding } from '../facts.ts';

/** What was found in one environment. */
export interface FoundIn {
  readonly environment: string;
  readonly findings: readonly Finding[];
}

/**
 * Findings of several environments, each told once, with where it is unless that is everywhere. A risk is the same where one approval
 * counts for it: names differ from one environment to another, so that its change may.
 */
export function together(all: readonly FoundIn[]): Finding[] {
  const found = all.flatMap(({ environment, findings }) =>
    findings.map((finding) => ({ environment, finding, key: keyOf(finding) })),
  );
  const first = found.filter(({ key }, index) => found.findIndex((other) => other.key === key) === index);
  return first.map(({ finding, key }) => {
    const environments = all
      .map(({ environment }) => environment)
      .filter((name) => found.some((one) => one.key === key && one.environment === name));
    return environments.length === all.length ? finding : { ...finding, environments };
  });
}

const keyOf = ({ kind, subject, change, what }: Finding): string =>
  JSON.stringify(kind === 'risk' ? [subject, change, what] : [subject, what]);
