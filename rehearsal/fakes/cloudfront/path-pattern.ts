/**
 * Whether a path matches a CloudFront path pattern: `*` stands for any characters, `?` for one, case counts, and a
 * missing slash at the start of the pattern does not.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  if (pattern === '*') return true;
  const rooted = pattern.startsWith('/') ? pattern : `/${pattern}`;
  const escaped = rooted.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(path);
}
