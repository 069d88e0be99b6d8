import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** The part of `npx onemerge doctor --json` that the scenarios read. */
interface Report {
  readonly exitCode: number;
  readonly checks: readonly { readonly id: string; readonly state: string; readonly text: string }[];
}

/** Asks the doctor, whatever it says. */
export async function askDoctor(harness: Harness, when: '--before-deploy' | '--after-deploy'): Promise<Report> {
  return JSON.parse(await onemerge(harness, ['doctor', when, '--json'], { seconds: 120, codes: [0, 1, 2] })) as Report;
}

/**
 * Compares what the doctor found with what is so.
 * @param expected the state of every check that is not good, by id
 * @throws RehearsalError with the lines of those that differ
 */
export function expectStates({ checks }: Report, expected: Readonly<Record<string, string>>): void {
  const wrong = checks.filter(({ id, state }) => state !== (expected[id] ?? 'good'));
  const missing = Object.keys(expected).filter((id) => !checks.some((check) => check.id === id));
  if (wrong.length === 0 && missing.length === 0) return;
  const lines = wrong.map(({ id, state, text }) => `  ${id} is ${state}, and not ${expected[id] ?? 'good'}: ${text}`);
  throw new RehearsalError(['the doctor is wrong', ...lines, ...missing.map((id) => `  ${id} is missing`)].join('\n'), {
    where: 'cli/doctor',
    help: 'correct the check, or what the fake AWS answers',
  });
}
