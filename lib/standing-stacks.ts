/**
 * The names in the context value `standing`, as the standing command of this repository writes them.
 * @param context separated by commas; without it no stack is known to stand
 */
export function standingStacks(context: unknown): string[] {
  return typeof context === 'string' ? context.split(',').filter((name) => name !== '') : [];
}
