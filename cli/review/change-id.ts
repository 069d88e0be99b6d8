import { createHash } from 'node:crypto';

/**
 * Names a change by what it changes, so that an approval is of this change and of no later one.
 * @param change values of JSON; their keys' order does not count, and neither does any character beyond ASCII, because
 *   CloudFormation keeps a question mark in its place
 * @returns 12 hexadecimal digits
 */
export function changeId(change: unknown): string {
  return createHash('sha256')
    .update(asciiOf(JSON.stringify(change, sorted)))
    .digest('hex')
    .slice(0, 12);
}

/** A text as CloudFormation gives it back. */
export const asciiOf = (text: string) => text.replace(/[\u{80}-\u{10ffff}]/gu, '?');

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
