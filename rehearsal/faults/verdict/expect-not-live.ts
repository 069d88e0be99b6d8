import type { Cause } from '../../../cli/verify/causes.ts';
import type { Harness } from '../../harness/harness.ts';
import { verify } from '../../harness/verify.ts';
import type { Measured } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { expectAlso, expectCause, expectState } from './expect.ts';
import { tryHelp } from './help/try-help.ts';

/** Longest time from the moment when waiting became pointless to the verdict, in seconds. */
const LIMIT = 60;

/** Longest wait for that moment, and for the verdict, in seconds. */
const TIMEOUT_SECONDS = 420;

/** Something that keeps a commit from being live. */
export interface Fault {
  readonly commit: string;
  /** What the verdict must call it. */
  readonly cause: Cause;
  /** What it must name as well, when two things are wrong. */
  readonly also?: Cause;
  /** Looks at the system itself, past the verdict: true once waiting longer cannot help, undefined before. */
  readonly isFinal: () => Promise<true | undefined>;
}

/**
 * Requires the verdict "not live" with the right cause, help that can be followed, and within a minute after the fault becomes final, not
 * before. The verdict is asked for from the start, as the pipeline does.
 * @throws RehearsalError when it says anything else, or at another time
 */
export async function expectNotLive(harness: Harness, { commit, cause, also, isFinal }: Fault): Promise<Measured> {
  const final = waitFor(`waiting is pointless (${cause})`, isFinal, { seconds: TIMEOUT_SECONDS, every: 250 }).then(
    Date.now,
  );
  final.catch(() => undefined); // awaited below
  const verdict = await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [1] });
  const end = Date.now();
  const words = [expectCause(verdict, cause), ...(also === undefined ? [] : [expectAlso(verdict, also)])].join('; ');
  const seconds = (end - (await final)) / 1000;
  requireInTime(seconds, cause);
  const help = await tryHelp(harness, verdict);
  return {
    note: `reported ${seconds.toFixed(0)} s after it became final: ${words}; ${help}`,
    figures: { 'final to verdict, s': [seconds] },
  };
}

/**
 * Requires that a verdict came when it had to.
 * @param seconds from the moment when the fault was final to the verdict
 * @throws RehearsalError when it came before that moment, or too long after it
 */
export function requireInTime(seconds: number, cause: Cause): void {
  if (seconds >= 0 && seconds <= LIMIT) return;
  const when = `${Math.abs(seconds).toFixed(1)} s ${seconds < 0 ? 'before' : 'after'}`;
  throw new RehearsalError(`"${cause}" was reported ${when} it became final; it must come within ${LIMIT} s after`, {
    help: 'compare finalAfterSeconds of the cause in cli/verify/causes.ts with the log `onemerge`, or try again on an idle machine',
  });
}

/** Requires that a commit is live, which repairs what was broken. @throws RehearsalError when it is not */
export async function expectRepaired(harness: Harness, commit: string): Promise<void> {
  expectState(await verify(harness, commit, { timeout: TIMEOUT_SECONDS, codes: [0] }), ['live']);
}
