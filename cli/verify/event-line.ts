import type { EventFacts } from './facts.ts';

/** An event on one line: Flux lists every object that it applied, each on a line of its own. */
export function eventLine({ at, reason, message }: EventFacts): string {
  const [first = '', ...more] = message.trim().split('\n');
  return `${at} ${reason}: ${first}${more.length > 0 ? ` (and ${more.length} lines more)` : ''}`;
}
