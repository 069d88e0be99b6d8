/** The log group of a function begins so; others begin with their stack at once. */
const FUNCTIONS = '/aws/lambda/';

/**
 * The log groups that no stack which stands has made. Names are found by what they begin with, and those of the blog `blog-two`
 * begin as those of `blog` do.
 * @param groups names of log groups
 * @param stacks names of the stacks that stand, of whichever blog
 */
export function withoutStanding(groups: readonly string[], stacks: readonly string[]): string[] {
  return groups.filter((group) => {
    const name = group.startsWith(FUNCTIONS) ? group.slice(FUNCTIONS.length) : group;
    return !stacks.some((stack) => name.startsWith(`${stack}-`));
  });
}
