import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox/setup.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';
import type { Site } from '../site.ts';

/** Many readers at once. */
export interface Load {
  readonly paths: readonly string[];
  /** How many ask at the same time, each for one page after the other. */
  readonly connections: number;
  /** How long they ask. */
  readonly seconds: number;
  /** Whether each request has an address of its own, which no cache knows. */
  readonly past: boolean;
  /** At most so many requests a second, of all together; otherwise as many as there are answers. */
  readonly perSecond?: number;
}

/** What came of it. */
export interface Met {
  /** For how long they asked. */
  readonly seconds: number;
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
  /** Connections that broke, or were not answered in time. */
  readonly broken: number;
  /** The highest `Age` of an answer: for how many seconds the edge had kept the oldest page that was shown. */
  readonly oldest: number;
  /** How many answers the edge gave without asking anybody. */
  readonly hits: number;
  /** How many answers there were of each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Where a load is put: whom it trusts, and where its log is. */
interface Grounds extends Pick<Sandbox, 'log'> {
  readonly authority: Pick<Sandbox['authority'], 'certificate'>;
}

/** Longest wait for one answer. */
export const REQUEST_TIMEOUT_SECONDS = 30;

/** How browsers ask: a cache keeps what it gives them apart from what it gives others. */
export const ACCEPTED = { 'accept-encoding': 'gzip, br' } as const;

/** No load is larger: it is to find the limit of one Ghost, not of a machine. */
const MOST = { connections: 100, seconds: 60 };

/** One that is held down may last longer. */
const MOST_AT_LENGTH = { perSecond: 200, seconds: 900 };

const output = z.object({
  duration: z.number(),
  requests: z.object({ total: z.number(), average: z.number() }),
  latency: z.object({ p50: z.number(), p90: z.number(), p99: z.number(), max: z.number() }),
  errors: z.number(),
  oldest: z.number(),
  hits: z.number(),
  statuses: z.record(z.string(), z.number()),
});

/**
 * Puts a load on a site of the sandbox.
 * @param site its URL without a trailing slash
 * @param end ends it before its seconds are over
 * @throws RehearsalError for a load that has no bounds, ProcessError when it cannot be fired
 */
export async function fire({ authority, log }: Grounds, site: string, load: Load, end?: AbortSignal): Promise<Met> {
  requireBounds(load);
  const options = JSON.stringify({ ...load, url: site });
  const script = fileURLToPath(new URL('fire.ts', import.meta.url));
  const printed = await run(process.execPath, ['--import', 'tsx', script, options], {
    seconds: load.seconds + REQUEST_TIMEOUT_SECONDS + 60,
    env: { NODE_EXTRA_CA_CERTS: authority.certificate },
    log: log('load'),
    ...(end ? { end } : {}),
  });
  return metOf(printed);
}

/**
 * Has many readers go on reading, for as long as some work takes, what they read before.
 * @throws what the work throws, RehearsalError when the work outlasts the load, and what `fire` throws
 */
export async function underLoad<T>(
  sandbox: Grounds,
  { url, visit }: Pick<Site, 'url' | 'visit'>,
  load: Load,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly met: Met }> {
  for (const path of load.paths) await visit(path, { headers: ACCEPTED });
  const done = new AbortController();
  const start = Date.now();
  let worked = 0;
  const firing = fire(sandbox, url, load, done.signal);
  firing.catch(() => undefined); // awaited below
  const result = await work().finally(() => {
    worked = (Date.now() - start) / 1000;
    done.abort();
  });
  const met = await firing;
  if (worked <= load.seconds) return { result, met };
  throw new RehearsalError(`the load of ${load.seconds} s ended before the work did, after ${Math.round(worked)} s`, {
    help: 'run again when the machine does less',
  });
}

/** @throws RehearsalError for more connections, requests or seconds than a load may have */
export function requireBounds({ connections, seconds, perSecond = Number.POSITIVE_INFINITY }: Load): void {
  const longest = perSecond <= MOST_AT_LENGTH.perSecond ? MOST_AT_LENGTH.seconds : MOST.seconds;
  if (connections <= MOST.connections && seconds <= longest) return;
  throw new RehearsalError(`a load of ${connections} connections for ${seconds} s is refused`, {
    help: `ask with at most ${MOST.connections} connections, for at most ${MOST.seconds} s, or for ${MOST_AT_LENGTH.seconds} s with at most ${MOST_AT_LENGTH.perSecond} requests a second`,
  });
}

/** Reads what `fire.ts` printed, whose last line counts. */
export function metOf(printed: string): Met {
  const { duration, requests, latency, errors, oldest, hits, statuses } = output.parse(
    JSON.parse(printed.trim().split('\n').at(-1) ?? ''),
  );
  return {
    seconds: duration,
    requests: requests.total,
    perSecond: requests.average,
    latency,
    broken: errors,
    oldest,
    hits,
    statuses,
  };
}

/** For people: "120 requests/s, p50 80 ms, p99 210 ms, all 1200 answered 200". */
export function told({ requests, perSecond, latency, broken, statuses }: Met): string {
  const codes = Object.entries(statuses).map(([status, count]) => `${count} times ${status}`);
  const ended =
    failures({ broken, statuses }) === 0 ? `all ${requests} answered 200` : `${codes.join(', ')}, ${broken} broken`;
  return `${Math.round(perSecond)} requests/s, p50 ${latency.p50} ms, p99 ${latency.p99} ms, ${ended}`;
}

/** How many got no page. */
export function failures({ broken, statuses }: Pick<Met, 'broken' | 'statuses'>): number {
  const others = Object.entries(statuses).filter(([status]) => status !== '200');
  return others.reduce((sum, [, count]) => sum + count, broken);
}
