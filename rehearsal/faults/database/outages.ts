import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from '../../harness/site.ts';

/** Milliseconds between two requests. */
const EVERY = 100;

/** Ghost answers it from its database, and no cache keeps it. */
const PATH = '/ghost/api/admin/authentication/setup/';

/** A time without answers: from the first request that failed to the first that did not, in seconds. */
export interface Outage {
  readonly seconds: number;
  /** The statuses that were answered, each once; 0 for a connection that broke. */
  readonly statuses: readonly number[];
}

/** Time, in milliseconds. */
interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * Asks for something that needs the database, for as long as some work takes.
 * @returns what the work resolves to, how many requests there were, and each time during which they failed
 * @throws what the work throws
 */
export async function outagesDuring<T>(
  site: Pick<Site, 'visit'>,
  work: () => Promise<T>,
  clock: Clock = { now: Date.now, sleep },
): Promise<{ readonly result: T; readonly requests: number; readonly outages: readonly Outage[] }> {
  const done = new AbortController();
  const watching = watch(site, done.signal, clock);
  const result = await work().finally(() => done.abort());
  return { result, ...(await watching) };
}

async function watch(site: Pick<Site, 'visit'>, stop: AbortSignal, clock: Clock) {
  const outages: Outage[] = [];
  let requests = 0;
  let failing: { readonly since: number; readonly statuses: Set<number> } | undefined;
  // An outage is watched to its end.
  while (!stop.aborted || failing) {
    const { status } = await site.visit(PATH).catch(() => ({ status: 0 }));
    requests += 1;
    if (status !== 200)
      failing = { since: failing?.since ?? clock.now(), statuses: (failing?.statuses ?? new Set()).add(status) };
    else if (failing) {
      outages.push({ seconds: (clock.now() - failing.since) / 1000, statuses: [...failing.statuses] });
      failing = undefined;
    }
    await clock.sleep(EVERY);
  }
  return { requests, outages };
}
