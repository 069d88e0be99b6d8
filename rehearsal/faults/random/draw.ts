import { randomNumbers } from '../../shared/random-numbers.ts';
import { deletions, scalings } from './deletions.ts';
import { edits } from './edits.ts';
import { harmless } from './harmless.ts';
import { merges } from './merges.ts';
import type { Mutation } from './mutation.ts';

const ALL: readonly Mutation[] = [...edits, ...deletions, ...scalings, ...harmless, ...merges];

/** Some of all mutations in a random order; all of them before one comes twice. */
export function drawn(count: number, seed: number): Mutation[] {
  const next = randomNumbers(seed);
  const result: Mutation[] = [];
  while (result.length < count) {
    const left = [...ALL];
    while (left.length > 0) result.push(...left.splice(Math.floor(next() * left.length), 1));
  }
  return result.slice(0, count);
}
