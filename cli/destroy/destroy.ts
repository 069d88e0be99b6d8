import type { Config } from '../../lib/config/config.ts';
import { isPromotedTo } from '../../lib/config/environment.ts';
import type { RunCdk } from '../shared/cdk-command.ts';
import { CommandError } from '../shared/command-error.ts';
import type { Leftovers } from './leftovers.ts';
import type { Plan } from './plan.ts';

/**
 * Deletes the stacks in the reverse order of their deployment, and waits. What is gone already is passed over.
 * @throws CommandError with exit code 1 when CloudFormation could not delete one: those before it are gone
 */
export async function destroyStacks(
  { stacks, region }: Plan,
  cdk: RunCdk,
  config: Pick<Config, 'environment'> = {},
): Promise<void> {
  // The app wants to know which commit is promoted; to what goes, none is.
  const commit = isPromotedTo(config) ? ['--context', `commit=${'0'.repeat(40)}`] : [];
  if (stacks.length === 0 || (await cdk(['destroy', '--all', '--force', ...commit])) === 0) return;
  throw new CommandError('Not every stack could be deleted', {
    where: `what the CDK printed above, and the events of the stack in CloudFormation in ${region}`,
    help: 'delete what it names, then: npx onemerge destroy',
    exitCode: 1,
  });
}

/** 2 when not everything could be looked for: then nobody knows what is left. */
export const exitCodeOf = ({ unread }: Leftovers): 0 | 2 => (unread.length > 0 ? 2 : 0);

/** What stays, with what removes each, and what could not be looked for. */
export function leftLines({ left, unread }: Leftovers): string[] {
  const head =
    left.length === 0
      ? 'Left     nothing that carries the name or the tag of the blog'
      : `Left     ${left.length} things on purpose, or because AWS made them. Remove them in this order when you are sure:`;
  return [
    head,
    ...left.flatMap(({ what, why, remove }) => [`  ${what}: ${why}`, ...remove.map((line) => `    ${line}`)]),
    ...unread.map((why) => `Unknown  not everything could be looked for: ${why}`),
  ];
}
