import { inspect } from 'node:util';

/** Longest text of a value in a message, in characters. */
const LONGEST = 80;

/** A value on one line, shortened, as one would write it in the config. Never throws, and calls no getter twice. */
export function show(value: unknown): string {
  const text = written(value).replaceAll(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

function written(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'bigint') return `${value}n`;
  // JSON knows no NaN and no infinity, and writes null.
  if (typeof value === 'number') return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A cycle, a BigInt inside, or a getter that throws.
    return inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 2, customInspect: false });
  }
}
