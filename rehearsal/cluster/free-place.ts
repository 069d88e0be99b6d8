import { Refusal } from '../shared/http/json-server.ts';
import { PLACES, type Place } from './place.ts';

/**
 * A place for another cluster.
 * @param taken places by the names of their clusters
 * @throws Refusal when the name is taken, or every place
 */
export function freePlace(taken: ReadonlyMap<string, Place>, name: string): Place {
  if (taken.has(name)) throw new Refusal(409, `the sandbox has a cluster ${name} already`);
  const places = [...taken.values()];
  const free = PLACES.find((place) => !places.includes(place));
  if (free) return free;
  const names = [...taken.keys()].join(' and ');
  throw new Refusal(409, `the sandbox has places for ${PLACES.length} clusters, which ${names} have`);
}
