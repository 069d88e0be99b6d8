import { setTimeout as sleep } from 'node:timers/promises';

/** Something did not happen within its time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * Asks again and again until the answer is neither undefined nor false.
 * @param what named in the error: "the front page answers 200"
 * @param seconds how long to go on
 * @throws TimeoutError after that
 */
export async function waitFor<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new TimeoutError(`not within ${seconds} s: ${what}`);
    await sleep(50);
  }
}

/** Runs something and says how many seconds it took, with one decimal. */
export async function timed<T>(action: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const start = performance.now();
  const value = await action();
  return { value, seconds: Math.round((performance.now() - start) / 100) / 10 };
}
