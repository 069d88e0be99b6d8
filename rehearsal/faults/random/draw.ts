import { deletions, scalings } from './deletions.ts';
import { edits } from './edits.ts';
import { harmless } from './harmless.ts';
import { merges } from './merges.ts';
import type { Mutation } from './mutation.ts';

const ALL: readonly Mutation[] = [...edits, ...deletions, ...scalings, ...harmless, ...merges];

/** Numbers below 1 that a seed decides: the generator mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Some of all mutations in a random order; all of them before one comes twice. */
export function drawn(count: number, seed: number): Mutation[] {
  const next = numbers(seed);
  const result: Mutation[] = [];
  while (result.length < count) {
    const left = [...ALL];
    while (left.length > 0) result.push(...left.splice(Math.floor(next() * left.length), 1));
  }
  return result.slice(0, count);
}
