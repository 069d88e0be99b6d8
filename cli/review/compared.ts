import { CommandError } from '../shared/command-error.ts';
import type { Half } from './facts.ts';

/** Compares what both sides hold. A half that was not read did not change. */
export function compared<F, T>(
  before: Half<F> | undefined,
  after: Half<F> | undefined,
  compare: (base: F, head: F) => readonly T[],
): Half<readonly T[]> {
  if (before === undefined || after === undefined) return { value: [] };
  if ('error' in before || 'error' in after) return { error: errorOf(before, after) };
  try {
    return { value: compare(before.value, after.value) };
  } catch (error) {
    if (error instanceof CommandError) return { error: `${error.message}: ${error.help}` };
    throw error;
  }
}

/** Which side cannot be read, and why. No edit of this branch mends the base. */
function errorOf(before: Half<unknown>, after: Half<unknown>): string {
  const head = 'error' in after ? [`the head: ${after.error}`] : [];
  const base = 'error' in before ? [`the base: ${before.error}; --base <ref> compares with another commit`] : [];
  return [...head, ...base].join('; ');
}

/** What is made of both sides; undefined when one of them was not read. */
export function ofBoth<F, T>(before: Half<F> | undefined, after: Half<F> | undefined, of: (base: F, head: F) => T) {
  return before && after && 'value' in before && 'value' in after ? of(before.value, after.value) : undefined;
}
