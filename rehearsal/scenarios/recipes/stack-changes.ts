import { infrastructuresIn } from '../../../lib/infrastructure.ts';
import type { Move } from '../../../test/support/config-change.ts';
import type { Harness } from '../../harness/harness.ts';
import { stackMoves } from '../../harness/stack-moves.ts';
import { STACKS } from '../deployments.ts';

/** What is to become of a resource, as a review calls it, or the table of config changes. */
export interface ForetoldResource {
  readonly stack: string;
  readonly id: string;
  readonly impact: string;
}

/** What CloudFormation did in all stacks. @param since from when on */
export async function deployedMoves(harness: Harness, since: Date): Promise<Move[]> {
  return (await Promise.all(STACKS.map((stack) => stackMoves(harness, stack, since)))).flat();
}

/** The settings, by what they alone hold: the fingerprint of the infrastructure, so that they change whenever it does. */
export function namingInfrastructure(resources: object): string[] {
  return Object.entries(resources)
    .filter(([, resource]) => infrastructuresIn(JSON.stringify(resource)).length > 0)
    .map(([id]) => id);
}

/** What may become of a resource, by what was foretold of it. */
const OUTCOMES: Readonly<Record<string, readonly Move['how'][]>> = {
  added: ['added'],
  changed: ['changed'],
  updated: ['changed'],
  'possibly replaced': ['changed', 'replaced'],
  replaced: ['replaced'],
  removed: ['removed'],
  'removed from the stack, kept': ['removed'],
};

/**
 * What CloudFormation did otherwise than foretold.
 * @param seen its stacks are called as in what was foretold
 * @param anyway what changes with every deployment, see `namingInfrastructure`
 */
export function compareStacks(
  resources: readonly ForetoldResource[],
  seen: readonly Move[],
  anyway: readonly string[],
): string[] {
  const happened = new Map(seen.map(({ stack, logicalId, how }) => [`${stack}/${logicalId}`, how]));
  const foretold = new Map(resources.map(({ stack, id, impact }) => [`${stack}/${id}`, impact]));
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
