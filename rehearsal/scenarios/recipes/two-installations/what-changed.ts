import type { LiveObjects } from '../foretold/live-objects.ts';

/** An installation, as somebody sees it who only looks. */
export interface Sight {
  readonly objects: LiveObjects;
  readonly pods: readonly string[];
  readonly executions: readonly string[];
  readonly stacks: readonly string[];
}

/** What differs between two looks, in words; nothing when both are the same. */
export function whatChanged(before: Sight, after: Sight): string[] {
  const keys = [...new Set([...before.objects.keys(), ...after.objects.keys()])];
  const objects = keys.filter((key) => {
    const [was, is] = [before.objects.get(key), after.objects.get(key)];
    return was?.uid !== is?.uid || was?.content !== is?.content;
  });
  const lists = (['pods', 'executions', 'stacks'] as const).flatMap((list) => {
    const [was, is] = [[...before[list]].sort().join(), [...after[list]].sort().join()];
    return was === is ? [] : [`its ${list} were ${was || 'none'} and are ${is || 'none'}`];
  });
  return [...objects, ...lists];
}
