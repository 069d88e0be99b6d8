import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Sandbox } from '../../sandbox/setup.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';

/** Many readers at once. */
export interface Load {
  readonly paths: readonly string[];
  /** How many ask at the same time, each for one page after the other. */
  readonly connections: number;
  /** How long they ask. */
  readonly seconds: number;
  /** Whether each request has an address of its own, which no cache knows. */
  readonly past: boolean;
}

/** What came of it. */
export interface Met {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Connections that broke, or were not answered in time. */
  readonly broken: number;
  /** How many answers there were of each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Longest wait for one answer. */
export const REQUEST_TIMEOUT_SECONDS = 30;

/** No load is larger: it is to find the limit of one Ghost, not of a machine. */
const MOST = { connections: 100, seconds: 60 };

const output = z.object({
  requests: z.object({ total: z.number(), average: z.number() }),
  latency: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
  errors: z.number(),
  statuses: z.record(z.string(), z.number()),
});

/**
 * Puts a load on a site of the sandbox.
 * @param site its URL without a trailing slash
 * @throws RehearsalError for a load that has no bounds, ProcessError when it cannot be fired
 */
export async function fire(
  { authority, log }: Pick<Sandbox, 'authority' | 'log'>,
  site: string,
  load: Load,
): Promise<Met> {
  requireBounds(load);
  const options = JSON.stringify({ ...load, url: site });
  const script = fileURLToPath(new URL('fire.ts', import.meta.url));
  const printed = await run(process.execPath, ['--import', 'tsx', script, options], {
    seconds: load.seconds + REQUEST_TIMEOUT_SECONDS + 60,
    env: { NODE_EXTRA_CA_CERTS: authority.certificate },
    log: log('load'),
  });
  return metOf(printed);
}

/** @throws RehearsalError for more connections or seconds than a load may have */
export function requireBounds({ connections, seconds }: Load): void {
  if (connections <= MOST.connections && seconds <= MOST.seconds) return;
  throw new RehearsalError(`a load of ${connections} connections for ${seconds} s is refused`, {
    help: `ask with at most ${MOST.connections} connections, for at most ${MOST.seconds} s`,
  });
}

/** Reads what `fire.ts` printed, whose last line counts. */
export function metOf(printed: string): Met {
  const { requests, latency, errors, statuses } = output.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
  return { requests: requests.total, perSecond: requests.average, latency, broken: errors, statuses };
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
