import { userInfo } from 'node:os';
import { RehearsalError } from '../shared/errors.ts';
import type { KnownRun } from './runs.ts';

/** What `rehearse clean` is to remove. */
export interface CleanChoice {
  /** Ids of runs, living ones too. */
  readonly named: readonly string[];
  /** Everything of this cache. */
  readonly all: boolean;
}

/** What it removes, and what it only lists. */
export interface CleanPlan {
  readonly remove: readonly KnownRun[];
  readonly keep: readonly KnownRun[];
}

/**
 * Decides what to remove: without a choice what is dead, else what is chosen. Runs of other caches and of other users
 * only by name.
 * @param user the number of the user who cleans
 * @throws RehearsalError for a name that no run has
 */
export function planClean(runs: readonly KnownRun[], { named, all }: CleanChoice, user = userInfo().uid): CleanPlan {
  const unknown = named.filter((id) => !runs.some((run) => run.id === id));
  if (unknown.length > 0) {
    const list = runs.length === 0 ? 'there are none' : `there are: ${runs.map(({ id }) => id).join(', ')}`;
    throw new RehearsalError(`no such rehearsal: ${unknown.join(', ')}; ${list}`, {
      help: 'list what is alive: npx onemerge rehearse clean',
    });
  }
  const ours = (run: KnownRun) => !run.foreign && (run.user === undefined || run.user === user);
  const chosen = (run: KnownRun) => {
    if (named.length > 0) return named.includes(run.id);
    return ours(run) && (all || run.pid === undefined);
  };
  return { remove: runs.filter(chosen), keep: runs.filter((run) => !chosen(run)) };
}

/** What `rehearse clean` prints. */
export function cleanReport(removed: readonly KnownRun[], left: readonly KnownRun[]): string[] {
  return [
    removed.length === 0 ? 'Nothing to remove.' : `Removed: ${removed.map(({ id }) => id).join(', ')}`,
    ...(left.length === 0 ? [] : ['Left alone (to end and remove one: npx onemerge rehearse clean <run>):']),
    ...left.map((run) => `  ${describeRun(run)}`),
  ];
}

function describeRun({ id, pid, user, since, foreign, kept }: KnownRun): string {
  return [
    `${id}  ${pid === undefined ? 'not running' : `${kept ? 'kept' : 'running'} by process ${pid}`}`,
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(since === undefined ? [] : [`since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC`]),
    ...(foreign ? ['of another cache'] : []),
  ].join(', ');
}
