import type { Unread } from '../facts.ts';
import type { Half, Part } from '../verdict.ts';
import { problem } from './problem.ts';

/** The part of something that could not be read: neither live nor failed. */
export function unreadPart(half: Half, name: string, { error, help, finalAfterSeconds }: Unread): Part {
  const unread = problem('unreadable', { kind: 'reading', name }, { message: error, help, finalAfterSeconds });
  return { half, name, wanted: 'an answer', found: error, state: 'unread', problems: [unread] };
}
