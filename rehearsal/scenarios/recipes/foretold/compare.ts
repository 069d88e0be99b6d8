import type { Move } from '../../../../test/support/config-change.ts';
import type { LiveObjects } from './live-objects.ts';

/** What a review foretells, of `review --json`. */
export interface Foretold {
  readonly infrastructure: readonly { readonly stack: string; readonly id: string; readonly impact: string }[];
  readonly workload: readonly { readonly key: string; readonly impact: string }[];
}

/** What may become of a resource, by what the review says of it. */
const OUTCOMES: Readonly<Record<string, readonly Move['how'][]>> = {
  added: ['added'],
  updated: ['changed'],
  'possibly replaced': ['changed', 'replaced'],
  replaced: ['replaced'],
  removed: ['removed'],
  'removed from the stack, kept': ['removed'],
};

/**
 * What CloudFormation did otherwise than the review foretold.
 * @param seen the stacks are named by their construct ids, as in the review
 * @param anyway what changes with every deployment: the settings, which name the fingerprint of the infrastructure
 */
export function compareStacks(
  { infrastructure }: Foretold,
  seen: readonly Move[],
  anyway: readonly string[],
): string[] {
  const happened = new Map(seen.map(({ stack, logicalId, how }) => [`${stack}/${logicalId}`, how]));
  const foretold = new Map(infrastructure.map(({ stack, id, impact }) => [`${stack}/${id}`, impact]));
  const otherwise = [...foretold].filter(([subject, impact]) => {
    const how = happened.get(subject);
    return how === undefined || !OUTCOMES[impact]?.includes(how);
  });
  const unforetold = [...happened].filter(
    ([subject, how]) => !foretold.has(subject) && !(how === 'changed' && anyway.includes(subject)),
  );
  return [
    ...otherwise.map(
      ([subject, impact]) => `${subject} was to be ${impact}, and was ${happened.get(subject) ?? 'not touched'}`,
    ),
    ...unforetold.map(([subject, how]) => `${subject} was ${how}, which nobody foretold`),
  ];
}

/** What an object looks like after it was left, or after nothing was done with it. */
const UNTOUCHED = ['left', 'ignored'];

/** What Flux did otherwise than the review foretold. */
export function compareObjects({ workload }: Foretold, before: LiveObjects, after: LiveObjects): string[] {
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
