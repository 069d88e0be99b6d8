import { createHash } from 'node:crypto';

/** 8 hexadecimal digits, for the name of what belongs to a text: another text gets another name. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
