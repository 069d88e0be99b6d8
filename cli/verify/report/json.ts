import { short } from '../names.ts';
import { EXIT_CODES, type Problem } from '../verdict.ts';
import type { Outcome } from '../watch.ts';
import { summary } from './table.ts';
import { halfSinceMerge, sinceMerge } from './times.ts';
import { problemsToldOnce } from './told-once.ts';

/** The outcome for programs. Times are seconds since the merge; null for what the merge did not change, or is not live. */
export function toJson(outcome: Outcome): string {
  const { verdict, facts, memory, notes } = outcome;
  const { commit, state, supersededBy, parts, problems } = verdict;
  const seconds = (milliseconds: number | undefined) =>
    milliseconds === undefined || milliseconds < 0 ? null : Math.round(milliseconds / 1000);
  const half = (name: 'infrastructure' | 'workload') => seconds(halfSinceMerge(name, parts, memory, facts.mergedAt));
  const document = {
    commit,
    state,
    exitCode: state === 'waiting' ? null : EXIT_CODES[state],
    supersededBy: supersededBy ?? null,
    summary: summary(outcome),
    mergedAt: facts.mergedAt,
    observedAt: facts.observedAt,
    secondsSinceMerge: { infrastructure: half('infrastructure'), workload: half('workload') },
    parts: parts.map(({ half: of, name, wanted, found, state: is }, i) => ({
      half: of,
      name,
      wanted,
      found,
      state: is,
      secondsSinceMerge: seconds(parts[i] && sinceMerge(parts[i], memory, facts.mergedAt)),
    })),
    problems: problems.map(toldOf),
    notes,
  };
  return JSON.stringify(document, null, 2);
}

/** What a failed deployment leaves in the place of an outcome: nobody has looked whether anything is live. */
export function failureJson(commit: string, problems: readonly Problem[]): string {
  const [first] = problemsToldOnce(problems);
  const summary = `${short(commit)} is not live: its deployment failed${first ? `, ${first.cause} (${first.object})` : ''}.`;
  const document = { commit, state: 'not live', exitCode: EXIT_CODES['not live'], summary };
  return JSON.stringify({ ...document, problems: problemsToldOnce(problems).map(toldOf), notes: [] }, null, 2);
}

function toldOf({ object, cause, message, help, events, logs }: Problem): Omit<Problem, 'key' | 'finalAfterSeconds'> {
  return { object, cause, message, help, events, logs };
}
