import { CommandError } from '../command-error.ts';
import { isPage, titleOf } from '../page.ts';
import type { Answered } from './failure.ts';

/** What GitHub says of a limit when a proxy has taken the headers away. @see https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#rate-limit-errors */
const LIMIT_WORDS = /\brate limit|\babuse\b/i;

/** The primary limit says when it ends, a secondary one how long to wait. */
export function limit({ status, message, headers }: Answered): CommandError | undefined {
  const reset =
    headers['x-ratelimit-remaining'] === '0'
      ? moment(Number(headers['x-ratelimit-reset'] || Number.NaN) * 1000)
      : undefined;
  const pause = headers['retry-after'];
  const isMeant = reset !== undefined || pause !== undefined || LIMIT_WORDS.test(message);
  if (status !== 429 && !(status === 403 && isMeant)) return undefined;
  const until = reset === undefined ? '' : ` until ${reset}`;
  return new CommandError(`GitHub answers no more requests of this token${until}${words(message)}`, {
    help: `run the command again ${after(pause) ?? (reset === undefined ? 'in a minute' : 'then')}`,
  });
}

const words = (message: string): string => message && `: ${isPage(message) ? titleOf(message) : message}`;

/** A moment in ISO form; undefined for a number that is none. */
function moment(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/**
 * When a header `Retry-After` allows the next call: it holds seconds or a date.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
function after(pause: string | number | undefined): string | undefined {
  if (/^\d+$/.test(String(pause))) return `in ${pause} s`;
  const date = moment(Date.parse(String(pause)));
  return date === undefined ? undefined : `after ${date}`;
}
