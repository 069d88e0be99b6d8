import { EXIT_CODES } from '../verdict.ts';
import type { Outcome } from '../watch.ts';
import { summary } from './table.ts';
import { halfSinceMerge, sinceMerge } from './times.ts';

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
    problems: problems.map(({ object, cause, message, help, events, logs }) => ({
      object,
      cause,
      message,
      help,
      events,
      logs,
    })),
    notes,
  };
  return JSON.stringify(document, null, 2);
}
