import type { FluxFacts } from '../facts.ts';
import type { Problem } from '../verdict.ts';
import { problem } from './problem.ts';

/**
 * An object that waits for itself, over others. Flux says of each of them only that a dependency is not ready, for ever.
 * @param all the objects of its kind
 */
export function circleProblem(object: FluxFacts, all: readonly FluxFacts[]): Problem | undefined {
  const circle = wayBack(object, all);
  if (circle === undefined) return undefined;
  const message = `each waits for the next: ${[...circle, circle[0]].join(', ')}`;
  return problem('circular dependency', object, { message, events: object.events });
}

/** The shortest way from an object over its dependencies to itself, by name; undefined when there is none. */
function wayBack(object: FluxFacts, all: readonly FluxFacts[]): string[] | undefined {
  const start = nameIn(object);
  const ways = [[start]];
  const met = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const last = way.at(-1);
    for (const next of all.find((one) => nameIn(one) === last)?.dependsOn ?? []) {
      if (next === start) return way;
      if (!met.has(next)) ways.push([...way, next]);
      met.add(next);
    }
  }
  return undefined;
}

const nameIn = ({ namespace, name }: FluxFacts): string => `${namespace}/${name}`;
