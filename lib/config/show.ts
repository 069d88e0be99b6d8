import { inspect, types } from 'node:util';
import { namesSecret, withoutSecret } from './secret-fields.ts';
import { hideSecretForms } from './secret-forms.ts';

/** Longest text of a value in a message, in characters. */
const LONGEST = 80;

/** A value on one line, shortened, as one would write it in the config, without the secrets in it. Never throws. */
export function show(value: unknown): string {
  const text = hideSecretForms(written(value))
    .replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    // Characters without a shape may turn the line around, or hide in it.
    .replaceAll(/\p{Cf}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

function written(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (types.isProxy(value)) return 'a proxy';
  if (types.isPromise(value)) return 'a promise';
  if (typeof value === 'bigint') return `${value}n`;
  // JSON knows no NaN and no infinity, and writes null.
  if (typeof value === 'number') return String(value);
  return (
    tried(() => JSON.stringify(value, withoutSecret) ?? String(value)) ??
    tried(() => inspected(value)) ??
    'a value that cannot be shown'
  );
}

/** For a cycle, a BigInt inside, or a getter that throws. */
function inspected(value: unknown): string {
  const text = inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 2, customInspect: false });
  return namesSecret(text) ? 'an object with a secret in it' : text;
}

function tried(work: () => string): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
