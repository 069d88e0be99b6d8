import { setTimeout as sleep } from 'node:timers/promises';
import { type Facts, isRead } from './facts.ts';
import { infrastructureParts } from './judge/infrastructure.ts';
import { EXIT_CODES, type Problem } from './verdict.ts';

/** The app of the commit is synthesized meanwhile. Seconds. */
const TIMEOUT = 60;
/** Between two looks, in seconds. */
const INTERVAL = 1;

/**
 * Why the deployment of a commit failed, for the end of the log of the build that deployed it.
 * @param observe looks at the infrastructure, which nobody deploys any more
 * @param times.interval between two looks, in seconds
 * @param times.timeout how long to look, in seconds
 * @returns most telling first; none when the deployment was complete, so that something else has failed and told why
 */
export async function whyItFailed(
  observe: () => Promise<Facts>,
  { interval = INTERVAL, timeout = TIMEOUT } = {},
): Promise<Problem[]> {
  const deadline = Date.now() + timeout * 1000;
  for (;;) {
    const { commit, infrastructure } = await observe();
    const problems = infrastructureParts(infrastructure, commit).flatMap((part) => part.problems);
    const passes = !isRead(infrastructure) && infrastructure.finalAfterSeconds > 0;
    if (!passes || Date.now() >= deadline) return problems.toSorted((a, b) => rank(a) - rank(b));
    await sleep(interval * 1000);
  }
}

/** The exit code for what was found: 0 for a deployment that was complete, and 2 when nothing could be read. */
export function failureCode(problems: readonly Problem[]): number {
  if (problems.length === 0) return EXIT_CODES.live;
  return EXIT_CODES[problems.every(({ cause }) => cause === 'unreadable') ? 'unknown' : 'not live'];
}

/** A stack that failed says why; one that the deployment did not reach says only that. */
const rank = ({ cause }: Problem): number => (cause === 'infrastructure failed' ? 1 : 0);
