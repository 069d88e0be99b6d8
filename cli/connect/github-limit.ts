import { CommandError } from '../shared/command-error.ts';
import type { Rule } from './github-errors.ts';

/** The primary limit says when it ends, a secondary one how long to wait. */
export const limit: Rule = ({ status, message, headers }) => {
  const reset =
    headers['x-ratelimit-remaining'] === '0'
      ? moment(Number(headers['x-ratelimit-reset'] || Number.NaN) * 1000)
      : undefined;
  const pause = headers['retry-after'];
  if (status !== 429 && !(status === 403 && (reset !== undefined || pause !== undefined))) return undefined;
  const until = reset === undefined ? '' : ` until ${reset}`;
  return new CommandError(`GitHub answers no more requests of this token${until}: ${message}`, {
    help: `run the command again ${after(pause) ?? (reset === undefined ? 'in a minute' : 'then')}`,
  });
};

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
