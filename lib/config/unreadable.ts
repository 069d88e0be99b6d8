import type { ConfigProblem } from './config-error.ts';

/**
 * Values that no check may read: promises, objects that hold themselves, and getters that throw. A schema would call
 * a promise an object without fields, follow a cycle forever, or pass the getter's error on without a field name.
 * @param input the default export of `onemerge.config.ts`, or what it holds at `path`
 */
export function unreadableValues(
  input: unknown,
  path: readonly string[] = [],
  above: readonly object[] = [],
): ConfigProblem[] {
  if (typeof input !== 'object' || input === null) return [];
  const problem = (fix: string): ConfigProblem[] => [{ field: path.join('.'), value: input, fix }];
  if (input instanceof Promise) return problem('write "await" in front of it');
  if (above.includes(input)) return problem('write plain values; an object may not hold itself');
  return Object.keys(input).flatMap((key) => {
    const at = [...path, key];
    const read = readField(input, key);
    return 'error' in read
      ? [
          {
            field: at.join('.'),
            value: getterOf(input, key),
            fix: `write a plain value; reading it failed: ${read.error}`,
          },
        ]
      : unreadableValues(read.value, at, [...above, input]);
  });
}

/** A field's value, or the words of what its getter threw. */
function readField(object: object, key: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: (object as Record<string, unknown>)[key] };
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'it threw no error object' };
  }
}

const getterOf = (object: object, key: string): unknown => Object.getOwnPropertyDescriptor(object, key)?.get;
