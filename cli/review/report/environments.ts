import type { Environments, OtherEnvironment } from '../environments.ts';
import { counts } from './counts.ts';
import { code } from './escape.ts';

/** Which environment the report is about, and in short what the others get. */
export function environmentLines(environments: Environments | undefined): string[] {
  if (environments === undefined) return [];
  const { shown, others } = environments;
  const rest = 'error' in others ? ['the others cannot be read'] : others.value.map(inShort);
  return [`Environment: ${code(shown)}, which all of this is about${rest.map((one) => `; ${one}`).join('')}.`];
}

function inShort({ name, is, changes }: OtherEnvironment): string {
  const named = code(name);
  if (is === 'new') return `${named} is new, an installation of its own`;
  if (is === 'gone') return `${named} is in the config no more, and what stands of it stays`;
  return changes.length === 0 ? `nothing of ${named}'s stacks changes` : `${named}'s stacks: ${counts(changes)}`;
}
