import type { IncomingHttpHeaders } from 'node:http';
import { explicitAge } from './lifetime.ts';

/** Statuses that CloudFront always keeps. */
const ALWAYS = [404, 405, 414, 416, 500, 501, 502, 503, 504];

/** Statuses that it keeps when the origin says for how long. */
const WHEN_TOLD = [400, 403, 412, 415];

/** Seconds that CloudFront keeps an error when the distribution says nothing. */
const DEFAULT_SECONDS = 10;

/** The distribution's minimum for each status that it names, in seconds. */
export type ErrorTimes = ReadonlyMap<number, number>;

/** Seconds in which CloudFront does not ask for an object again that the origin refused with this status. */
export function errorPause(status: number, times: ErrorTimes): number {
  return times.get(status) ?? DEFAULT_SECONDS;
}

/**
 * Seconds that CloudFront keeps an error; undefined when it does not. An error that says `no-store` is kept as well: the
 * documents leave it open, and this is the worse case.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 */
export function errorLifetime(status: number, headers: IncomingHttpHeaders, times: ErrorTimes): number | undefined {
  const told = explicitAge(headers);
  if (!ALWAYS.includes(status) && !(WHEN_TOLD.includes(status) && told !== undefined)) return undefined;
  return Math.max(errorPause(status, times), told ?? 0);
}
