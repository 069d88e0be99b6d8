/**
 * A value of a policy as text, in which IAM's wildcards are the only ones: what a template leaves open stands there as itself.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-join.html
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = (value ?? {}) as { 'Fn::Join'?: readonly [string, readonly unknown[]] };
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(textOf).join(join[0]);
  return `{${JSON.stringify(value ?? null).replace(/[*?]/g, '_')}}`;
}

/** The same for a text that is JSON itself: what the template leaves open is a word in it. */
export function jsonIn(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Sub': sub } = (value ?? {}) as {
    'Fn::Join'?: readonly [string, readonly unknown[]];
    'Fn::Sub'?: unknown;
  };
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(jsonIn).join(join[0]);
  if (sub !== undefined) return String([sub].flat()[0]);
  return textOf(value).replaceAll(/[^\w:.-]+/g, '_');
}

/** Whether a pattern of IAM, with `*` and `?`, allows every text that another one allows. */
export function matches(pattern: string, other: string): boolean {
  if (pattern === '*' || pattern === other) return true;
  // Stars in a row mean one, and would only make the expression slow.
  const expression = pattern
    .replace(/\*+/g, '*')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(other);
}

/** Whether two patterns may allow a text in common: never false when they do. */
export function mayOverlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((pattern) => pattern.replace(/[*?].*$/s, '')) as [string, string];
  const exact = a === one && b === other;
  return exact ? a === b : a.startsWith(b) || b.startsWith(a);
}
