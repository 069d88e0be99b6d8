import type { Part, Problem } from '../verdict.ts';

/**
 * Lets a reason that keeps several parts from being read, such as missing credentials, be told once.
 * @returns the parts, with those that share it as one: `stacks, cluster, blog`
 */
export function partsToldOnce(parts: readonly Part[]): Part[] {
  const isUnread = ({ state }: Part) => state === 'unread';
  const sameReason = (one: Part, other: Part) => one.found === other.found;
  return merged(parts, isUnread, sameReason, (one, others) => ({ ...one, name: listed(one.name, others, 'name') }));
}

/**
 * The same for what is told below the table.
 * @returns the problems, with those that share reason and help as one: `reading stacks, cluster, blog`
 */
export function problemsToldOnce(problems: readonly Problem[]): Problem[] {
  const isUnread = ({ cause }: Problem) => cause === 'unreadable';
  const sameReason = (one: Problem, other: Problem) => one.message === other.message && one.help === other.help;
  return merged(problems, isUnread, sameReason, (one, others) => ({
    ...one,
    object: listed(one.object, others, 'object'),
  }));
}

function listed<K extends string>(first: string, others: readonly Readonly<Record<K, string>>[], key: K): string {
  return [first, ...others.map((other) => other[key].replace(/^reading /, ''))].join(', ');
}

/** The first of each group, joined with the others of it; what is in no group stays as it is. */
function merged<T>(
  all: readonly T[],
  isGrouped: (one: T) => boolean,
  isSame: (one: T, other: T) => boolean,
  join: (one: T, others: readonly T[]) => T,
): T[] {
  const alike = (one: T) => (isGrouped(one) ? all.filter((other) => isGrouped(other) && isSame(one, other)) : [one]);
  return all.filter((one) => alike(one)[0] === one).map((one) => join(one, alike(one).slice(1)));
}
