import { setTimeout as sleep } from 'node:timers/promises';
import { InterruptedError, WaitError } from '../errors.ts';

export interface WaitOptions {
  /** Longest wait, in seconds. */
  readonly seconds: number;
  /** Pause between two looks, in milliseconds. */
  readonly every?: number;
  /** What to look at when it does not happen. */
  readonly where?: string;
  readonly help?: string;
  /** Why waiting on makes no sense (a program died), or undefined. */
  readonly hopeless?: () => string | undefined;
}

/**
 * Looks again and again until `look` returns something other than undefined, and returns that.
 * An error that `look` throws counts as "not yet" and is quoted when time runs out.
 * @throws WaitError after `seconds`, or at once when `hopeless` says why.
 */
export async function waitFor<T>(what: string, look: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const end = Date.now() + options.seconds * 1000;
  let reason = '';
  do {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      reason = '';
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      reason = error instanceof Error ? error.message : String(error);
    }
    const hopeless = options.hopeless?.();
    if (hopeless !== undefined) throw failure(`${what}: ${hopeless}`, options);
    await sleep(options.every ?? 100);
  } while (Date.now() < end);
  throw failure(`${what}: not within ${options.seconds} s${reason ? ` (last answer: ${reason})` : ''}`, options);
}

function failure(what: string, options: WaitOptions): WaitError {
  return new WaitError(what, {
    ...(options.where ? { where: options.where } : {}),
    help: options.help ?? 'run it again with --keep and read the logs in its folder',
  });
}
