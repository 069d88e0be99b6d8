import { matchesGlob } from './glob.ts';
import { SubstitutionError } from './template.ts';

/** Flux counts bytes there, and what it leaves of a letter of several bytes is no letter. */
const CUTS = 'may cut a letter in two';

type Operator = (value: string, args: readonly string[]) => string;

/** Whether an operator has an answer for a variable without a value. */
export const isDefault = (operator: string): boolean => /^:?[-+=?]$/.test(operator);

/** All of the default's kind do the same, `:+` and `:?` too: Flux knows no alternative value and no error. */
const byDefault: Operator = (value, args) => (value === '' ? args.join('') : value);

const OPERATORS: Readonly<Record<string, Operator>> = {
  ',': (value) => first(value, (letter) => letter.toLowerCase()),
  ',,': (value) => value.toLowerCase(),
  '^': (value) => first(value, (letter) => letter.toUpperCase()),
  '^^': (value) => value.toUpperCase(),
  '#': (value, args) => (args.length === 0 ? String(Buffer.byteLength(value)) : withoutPrefix(value, args, 'shortest')),
  '##': (value, args) => withoutPrefix(value, args, 'longest'),
  '%': (value, args) => withoutSuffix(value, args, 'shortest'),
  '%%': (value, args) => withoutSuffix(value, args, 'longest'),
  ':': substring,
  '/': (value, [from = '', to = '']) => value.replace(from, () => to),
  '//': (value, [from = '', to = '']) =>
    from === '' ? value.replaceAll(/(?:)/gu, () => to) : value.replaceAll(from, () => to),
  '/#': (value, [from = '', to]) =>
    to !== undefined && value.startsWith(from) ? to + value.slice(from.length) : value,
  '/%': (value, [from = '', to]) =>
    to !== undefined && value.endsWith(from) ? value.slice(0, value.length - from.length) + to : value,
};

/** Applies an operator to a value. @throws SubstitutionError where Flux's own code gives up */
export function operate(operator: string, value: string, args: readonly string[]): string {
  return (OPERATORS[operator] ?? byDefault)(value, args);
}

function first(value: string, change: (letter: string) => string): string {
  const [letter = '', ...rest] = value;
  return change(letter) + rest.join('');
}

/** Counts bytes, not letters. */
function substring(value: string, [from = '', length]: readonly string[]): string {
  const bytes = Buffer.from(value);
  const written = integer(from);
  const count = length === undefined ? bytes.length : integer(length);
  if (
    written === undefined ||
    (count === undefined && length !== undefined && withinReach(written, bytes.length) !== undefined)
  )
    return value;
  const start = withinReach(written, bytes.length);
  const end = start + (count ?? 0);
  if (length === undefined || end >= bytes.length) return text(bytes.subarray(Math.min(start, bytes.length)));
  if (end < start) throw new SubstitutionError(`:${from}:${length}`, 'makes Flux fail');
  return text(bytes.subarray(start, end));
}

/** A position from the end counts back from it, and not past the beginning. */
const withinReach = (position: number, length: number): number =>
  position < 0 ? Math.max(0, length + position) : position;

/** What Go's strconv.Atoi takes: 64 bits. */
function integer(written: string): number | undefined {
  if (
    !/^[-+]?\d+$/.test(written) ||
    BigInt.asIntN(64, BigInt(written.replace('+', ''))) !== BigInt(written.replace('+', ''))
  )
    return undefined;
  return Number(written);
}

function text(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SubstitutionError('a substring', 'ends inside of a letter');
  }
}

type Which = 'shortest' | 'longest';

/** Never less than one letter. A pattern that is none leaves the value as it is. */
function withoutPrefix(value: string, [pattern]: readonly string[], which: Which): string {
  const letters = [...value];
  if (pattern === undefined) return value;
  if (/\P{ASCII}/u.test(value) && /[*?[]/.test(pattern)) throw new SubstitutionError(`a pattern ${pattern}`, CUTS);
  let found = 0;
  for (let length = letters.length; length > 0; length--) {
    const matches = matchesGlob(pattern, letters.slice(0, length).join(''));
    if (matches === undefined) return value;
    if (!matches) continue;
    found = length;
    if (which === 'longest') break;
  }
  return letters.slice(found).join('');
}

const reversed = (value: string): string => [...value].reverse().join('');

/** Value and pattern backwards: a pattern with classes or escapes is another one then, for Flux too. */
function withoutSuffix(value: string, [pattern]: readonly string[], which: Which): string {
  if (pattern === undefined) return value;
  return reversed(withoutPrefix(reversed(value), [reversed(pattern)], which));
}
