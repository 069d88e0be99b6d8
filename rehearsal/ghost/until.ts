import { waitFor } from '../shared/process/wait.ts';

/**
 * Asks many times a second until the answer is neither undefined nor false, and returns it.
 * @param what named in the error: "the front page answers 200"
 * @throws WaitError after that many seconds
 */
export function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const look = async () => {
    const answer = await ask();
    return answer === false ? undefined : answer;
  };
  return waitFor(what, look, { seconds, every: 50 });
}

/** Runs something and says how many seconds it took, with one decimal. */
export async function timed<T>(action: () => Promise<T>): Promise<{ readonly value: T; readonly seconds: number }> {
  const start = performance.now();
  const value = await action();
  return { value, seconds: Math.round((performance.now() - start) / 100) / 10 };
}
