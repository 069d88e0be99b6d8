import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from './site.ts';

/** Milliseconds between two looks of a reader. */
const EVERY = 100;

/** Time, in milliseconds. */
interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * Has a reader ask for the front page for as long as some work takes.
 * @returns what the work resolves to, and for how many seconds the reader did not get the page
 * @throws what the work throws
 */
export async function whileReading<T>(
  site: Pick<Site, 'visit'>,
  work: () => Promise<T>,
  clock: Clock = { now: Date.now, sleep },
): Promise<{ readonly result: T; readonly away: number }> {
  const done = new AbortController();
  const reading = timeAway(site, done.signal, clock);
  const result = await work().finally(() => done.abort());
  return { result, away: await reading };
}

/** Seconds without the front page, until the reader is stopped. */
async function timeAway(site: Pick<Site, 'visit'>, stop: AbortSignal, clock: Clock): Promise<number> {
  let away = 0;
  let last = clock.now();
  while (!stop.aborted) {
    const { status } = await site.visit('/').catch(() => ({ status: 0 })); // a connection may break with its pod
    const now = clock.now();
    if (status !== 200) away += now - last;
    last = now;
    await clock.sleep(EVERY);
  }
  return away / 1000;
}
