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

/** The stacks of a blog, without its name. */
const STACKS = 'network|cluster|flux|database|ghost|protection|alarms|pipeline|certificate';

/**
 * Whether a log group is of this blog and of no other whose name begins alike, whether that stands or not. In names that CloudFormation
 * makes, what comes after the stack begins with a capital. Where a long name was cut this says no, and a person decides.
 */
export function isSurelyOf(blog: string, group: string): boolean {
  const ofStack = new RegExp(`^(${FUNCTIONS})?${blog}-(${STACKS})-[A-Z]`);
  if (ofStack.test(group) || group.startsWith(`/aws/eks/${blog}/`)) return true;
  const [, instance] = /^\/aws\/rds\/instance\/([^/]+)\//.exec(group) ?? [];
  return instance !== undefined && isSurelyDatabaseOf(blog, instance);
}

/** The same of an instance of RDS, whose names have no capitals: the database of the blog `blog-database` begins as that of `blog` does. */
export function isSurelyDatabaseOf(blog: string, instance: string): boolean {
  const own = `${blog}-database-`;
  return instance.startsWith(own) && !instance.startsWith(`${own}database-`);
}
