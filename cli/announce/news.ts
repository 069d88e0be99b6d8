import { CommandError } from '../shared/command-error.ts';
import { short } from '../verify/names.ts';
import type { BuildVerdict } from './build-verdict.ts';

/** What there is to tell of a merge. */
export interface News {
  readonly good: boolean;
  /** One sentence. */
  readonly headline: string;
  /** What is wrong and what helps, each in a line. */
  readonly details: readonly string[];
}

/** How many problems a message has room for; the build's log has all. */
const MOST = 3;

/**
 * What the end of a build is to its readers.
 * @param commit full hash
 * @param failed the build has failed
 * @param verdict on the commit; a build that failed before it could be judged has none
 * @returns undefined when there is nothing to tell: a later merge has taken over, and its build tells of both
 * @throws CommandError when the build did not fail, and left no verdict on the commit: nobody knows whether it is live
 */
export function newsOf(commit: string, failed: boolean, verdict: BuildVerdict | undefined): News | undefined {
  if (verdict) return toTell(verdict);
  if (failed) return { good: false, headline: `The build of ${short(commit)} failed.`, details: [] };
  throw new CommandError(`There is no verdict on ${short(commit)} to tell of.`, {
    help: `npx onemerge verify --commit ${commit} --output verdict.json`,
  });
}

function toTell({ state, summary, problems }: BuildVerdict): News | undefined {
  if (state === 'superseded' || state === 'waiting') return undefined;
  const details = problems
    .slice(0, MOST)
    .flatMap(({ object, cause, message, help }) => [`${object}: ${cause}: ${message}`, `help: ${help}`]);
  const good = state === 'live';
  return { good, headline: summary, details: good ? [] : details };
}
