import type { ForetoldResource } from '../stack-changes.ts';
import type { LiveObjects } from './live-objects.ts';

/** What a review foretells, of `review --json`. */
export interface Foretold {
  readonly infrastructure: readonly ForetoldResource[];
  readonly workload: readonly { readonly key: string; readonly impact: string }[];
}

/** What an object looks like after it was left, or after nothing was done with it. */
const UNTOUCHED = ['left', 'ignored'];

/** What Flux did otherwise than the review foretold. */
export function compareObjects(
  { workload }: Pick<Foretold, 'workload'>,
  before: LiveObjects,
  after: LiveObjects,
): string[] {
  const foretold = new Map(workload.map(({ key, impact }) => [key, impact]));
  const happened = new Map(
    [...new Set([...before.keys(), ...after.keys(), ...foretold.keys()])].map((key) => [
      key,
      howOf(key, before, after),
    ]),
  );
  return [...happened].flatMap(([key, how]) => {
    const impact = foretold.get(key);
    const expected = impact === undefined || UNTOUCHED.includes(impact) ? 'untouched' : impact;
    return how === (expected === 'moved' ? 'changed' : expected)
      ? []
      : [`${key} was to be ${expected}, and was ${how}`];
  });
}

function howOf(key: string, before: LiveObjects, after: LiveObjects): string {
  const [was, is] = [before.get(key), after.get(key)];
  if (is === undefined) return was === undefined ? 'never there' : 'pruned';
  if (was === undefined) return 'added';
  if (was.uid !== is.uid) return 'made anew';
  return was.content === is.content ? 'untouched' : 'changed';
}
