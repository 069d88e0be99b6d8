import { endingOf } from '../shared/ending.ts';
import type { Remnant, Remnants } from './remnants.ts';

/** What was swept out of a VPC, and what was not, in words. */
export interface Swept {
  readonly removed: readonly string[];
  /** What is still there, and why. */
  readonly kept: readonly string[];
}

/**
 * Removes what services of AWS have left in the blog's VPC, so that its stacks can go. What something uses stays: AWS lets go of it by
 * itself, or it is not the blog's.
 */
export async function sweep(vpc: string, remnants: Remnants): Promise<Swept> {
  const found = await remnants.find(vpc).catch((thrown: unknown) => endingOf(thrown).error);
  if (typeof found === 'string') return { removed: [], kept: [`what is in ${vpc} is not known: ${found}`] };
  const removed: string[] = [];
  const kept = found.filter(({ inUse }) => inUse).map((one) => `${named(one)} is in use`);
  for (const one of found.filter(({ inUse }) => !inUse)) {
    try {
      await remnants.remove(one);
      removed.push(named(one));
    } catch (error) {
      kept.push(`${named(one)}: ${endingOf(error).error}`);
    }
  }
  return { removed, kept };
}

const named = ({ kind, id, name }: Remnant): string => `${kind} ${id} (${name})`;
