import { show } from './show.ts';

/** What may have been meant by a value of another kind, and how it is written. */
interface Meant {
  readonly value: unknown;
  readonly fix: string;
}

/**
 * The edit that makes a value of the wrong kind right: a list where a text belongs, a text where a list or a number does.
 * @param value as it was written
 * @param isRight whether the field takes another value
 * @returns undefined when no other way to write it is right
 */
export function otherKind(value: unknown, isRight: (value: unknown) => boolean): string | undefined {
  return meantBy(value).find((meant) => isRight(meant.value))?.fix;
}

function meantBy(value: unknown): Meant[] {
  if (value === undefined || value === null) return [];
  return [...inBrackets(value), ...inQuotes(value), ...asSwitch(value), inList(value)];
}

/** Of one thing in brackets, what is in them, however many pairs there are. */
function inBrackets(value: unknown): Meant[] {
  if (!Array.isArray(value) || value.length !== 1) return [];
  const [inner] = value;
  return [{ value: inner, fix: `write ${show(inner)}, without the brackets` }, ...inBrackets(inner)];
}

function inQuotes(value: unknown): Meant[] {
  if (typeof value === 'number' || typeof value === 'boolean')
    return [{ value: String(value), fix: `write "${value}", in quotes` }];
  if (typeof value !== 'string' || value.trim() === '') return [];
  const trimmed = value.trim();
  const blank = { value: trimmed, fix: `write ${show(trimmed)}, without white space around it` };
  const number = { value: Number(value), fix: `write ${trimmed}, without quotes` };
  return [...(Number.isNaN(number.value) ? [] : [number]), ...(trimmed === value ? [] : [blank])];
}

/** Fields are switched by words. */
function asSwitch(value: unknown): Meant[] {
  const word = new Map([
    ['true', 'on'],
    ['false', 'off'],
  ]).get(String(value).toLowerCase());
  return word === undefined ? [] : [{ value: word, fix: `write '${word}'` }];
}

const inList = (value: unknown): Meant => ({ value: [value], fix: `write a list: ${show([value])}` });
