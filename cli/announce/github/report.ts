import type { BuildVerdict } from '../build-verdict.ts';
import { newsOf } from '../news.ts';

/** How a merge ended, in GitHub's words: 'error' is for what nobody could find out. */
export interface Report {
  readonly state: 'success' | 'failure' | 'error';
  readonly description: string;
}

/** GitHub refuses a longer description, of a status and of a deployment. Characters. */
const LONGEST = 140;

/**
 * What GitHub is told of the end of a build.
 * @param commit full hash
 * @param failed the build has failed
 * @param verdict on the commit; a build that failed before it could be judged has none
 * @returns undefined when there is nothing to tell: a later merge has taken over
 * @throws CommandError when the build did not fail, and left no verdict on the commit
 * @see https://docs.github.com/en/rest/commits/statuses#create-a-commit-status
 */
export function reportOf(commit: string, failed: boolean, verdict: BuildVerdict | undefined): Report | undefined {
  const news = newsOf(commit, failed, verdict);
  if (news === undefined) return undefined;
  const bad = verdict?.state === 'unknown' ? 'error' : 'failure';
  return { state: news.good ? 'success' : bad, description: news.headline };
}

/** The text in one line that GitHub takes. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
