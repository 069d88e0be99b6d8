import { endingOf } from '../shared/ending.ts';
import type { Also, Leftover, Leftovers } from './leftovers.ts';

/** What was deleted of what had stayed. */
interface Erased {
  readonly erased: readonly string[];
  /** What AWS has refused to delete, and why. */
  readonly refused: readonly string[];
  /** What stays after that. */
  readonly stays: Leftovers;
}

/** Deletes those kinds of what stays, and no other; one that AWS refuses stays, and keeps no other from going. */
export async function erase({ left, unread }: Leftovers, chosen: readonly Also[]): Promise<Erased> {
  const erased: string[] = [];
  const refused: string[] = [];
  const stays: Leftover[] = [];
  for (const one of left) {
    if (one.also === undefined || !chosen.includes(one.also.word)) {
      stays.push(one);
      continue;
    }
    try {
      await one.also.erase();
      erased.push(one.what);
    } catch (error) {
      refused.push(`${one.what}: ${endingOf(error).error}`);
      stays.push(one);
    }
  }
  return { erased, refused, stays: { left: stays, unread } };
}
