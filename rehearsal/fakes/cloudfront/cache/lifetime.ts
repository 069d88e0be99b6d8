import type { IncomingHttpHeaders } from 'node:http';
import type { TimesToLive } from './policy.ts';

/** How long an object may be served, in seconds. */
export interface Lifetime {
  /** Without asking the origin. */
  readonly fresh: number;
  /** After that, while CloudFront asks in the background. */
  readonly whileRevalidating: number;
  /** After `fresh`, when the origin fails. */
  readonly onError: number;
}

/**
 * How long CloudFront keeps an answer; undefined when it must not be kept.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
 * @param now milliseconds since the epoch, for `Expires`
 */
export function lifetime(headers: IncomingHttpHeaders, ttl: TimesToLive, now: number): Lifetime | undefined {
  const said = directives(headers);
  const refused = ['no-store', 'no-cache', 'private'].some((name) => said.has(name));
  // A minimum keeps even what is meant for one reader alone.
  if (refused) return ttl.min > 0 ? { fresh: ttl.min, whileRevalidating: 0, onError: 0 } : undefined;
  const asked = explicitAge(headers) ?? untilExpires(headers, now);
  const fresh = asked === undefined ? Math.max(ttl.min, ttl.default) : Math.min(Math.max(asked, ttl.min), ttl.max);
  const mustAsk = said.has('must-revalidate') || said.has('proxy-revalidate');
  return {
    fresh,
    whileRevalidating: mustAsk ? 0 : Math.min(seconds(said, 'stale-while-revalidate') ?? 0, ttl.max),
    // Without the directive CloudFront serves what has expired for as long as it has it.
    onError: mustAsk ? 0 : (seconds(said, 'stale-if-error') ?? Number.POSITIVE_INFINITY),
  };
}

/** What `s-maxage` says, or else `max-age`, in seconds; undefined without either. */
export function explicitAge(headers: IncomingHttpHeaders): number | undefined {
  const said = directives(headers);
  return seconds(said, 's-maxage') ?? seconds(said, 'max-age');
}

function directives(headers: IncomingHttpHeaders): Map<string, string> {
  const all = (headers['cache-control'] ?? '').toLowerCase().split(',');
  return new Map(
    all.map((one) => {
      const [name = '', value = ''] = one.split('=');
      return [name.trim(), value.trim().replaceAll('"', '')];
    }),
  );
}

function seconds(said: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = said.get(name);
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** An `Expires` that is no date has passed. */
function untilExpires({ expires }: IncomingHttpHeaders, now: number): number | undefined {
  if (expires === undefined) return undefined;
  const date = Date.parse(expires);
  return Number.isNaN(date) ? 0 : Math.max(0, Math.floor((date - now) / 1000));
}
