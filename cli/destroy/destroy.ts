import type { RunCdk } from '../shared/cdk-command.ts';
import { CommandError } from '../shared/command-error.ts';
import type { Leftovers } from './leftovers.ts';
import type { Plan } from './plan.ts';
import type { Swept } from './sweep.ts';

/** Removes what AWS has left in the blog's VPC, and says so. */
interface Sweeping {
  readonly sweep: () => Promise<Swept>;
  readonly say: (line: string) => void;
}

/**
 * Deletes the stacks, each once nothing uses it any more, and waits. What is gone already is passed over. When one cannot go, and
 * AWS has left something in the VPC, that is swept out, and they are deleted once more.
 * @param app the folder of the app that has them: deletion-app.ts
 * @throws CommandError with exit code 1 when CloudFormation could not delete one: those before it are gone
 */
export async function destroyStacks(
  { stacks, region }: Plan,
  cdk: RunCdk,
  app: string,
  sweeping?: Sweeping,
): Promise<void> {
  const words = ['destroy', '--all', '--force', '--concurrency', `${stacks.length}`, '--app', app];
  const gone = async () => (await cdk(words)) === 0;
  if (stacks.length === 0 || (await gone())) return;
  const { removed, kept } = (await sweeping?.sweep()) ?? { removed: [], kept: [] };
  for (const one of removed) sweeping?.say(`Swept    ${one}`);
  if (removed.length > 0 && (await gone())) return;
  const held = kept.length === 0 ? [] : [`AWS still has in the VPC: ${kept.join('; ')}`];
  throw new CommandError(['Not every stack could be deleted', ...held].join('. '), {
    where: `what the CDK printed above, and the events of the stack in CloudFormation in ${region}`,
    help:
      kept.length === 0
        ? 'delete what it names, then: npx onemerge destroy'
        : 'wait for what is in use, which AWS mostly lets go of within the hour, and delete the rest; then: npx onemerge destroy',
    exitCode: 1,
  });
}

/** 2 when not everything could be looked for: then nobody knows what is left. */
export const exitCodeOf = ({ unread }: Leftovers): 0 | 2 => (unread.length > 0 ? 2 : 0);

/** Everything for machines: what would go, and what is left now. */
export const json = (plan: Plan, leftovers: Leftovers): string =>
  JSON.stringify({ exitCode: exitCodeOf(leftovers), ...plan, ...leftovers }, null, 2);

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
