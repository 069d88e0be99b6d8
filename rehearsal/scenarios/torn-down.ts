import type { Harness } from '../harness/harness.ts';
import { onemerge } from '../harness/onemerge.ts';
import { NAME } from '../harness/project.ts';
import { RehearsalError } from '../shared/errors.ts';
import { left, stackIds } from './account.ts';
import { notListed, unnamed } from './left.ts';

const DOCUMENT = 'docs/operations.md';

/**
 * Destroys the blog by the command, and compares what AWS still has with what the document lists and with what the command has printed.
 * @param words of the command, after `npx onemerge`
 * @param snapshots how many of the database there are then: each leaves one, those that were replaced included
 * @returns what stays, for the report
 * @throws RehearsalError when something stays that is not told, or is gone that is
 */
export async function destroyBlog(harness: Harness, words: readonly string[], snapshots = 1): Promise<string> {
  const stacks = await stackIds(harness.aws);
  const said = await onemerge(harness, [...words, '--yes', NAME], { seconds: 900 }); // nobody is there to type it
  const stays = await left(harness.aws, stacks);
  const wrong = notListed(stays, { account: harness.aws.account, snapshots });
  if (wrong.length > 0) {
    throw new RehearsalError(`after the teardown the account is not as the document says: ${wrong.join('; ')}`, {
      where: DOCUMENT,
      help: `list it in ${DOCUMENT} and in rehearsal/scenarios/left.ts, or have the stack delete it`,
    });
  }
  const unsaid = unnamed(stays, said);
  if (unsaid.length > 0)
    throw new RehearsalError(`the list of what stays lacks: ${unsaid.join(', ')}`, {
      where: 'cli/destroy/leftovers.ts',
      help: 'look for it there, by its name or its tag',
    });
  const { stacks: bootstrapped, kept, secrets, logGroups } = stays;
  const ids = kept.filter(({ type }) => type === 'AWS::EFS::FileSystem').map(({ id }) => id);
  const named = [...stays.snapshots, ...ids, ...secrets, ...bootstrapped].join(', ');
  return `what stays is what the command names: ${named} and ${logGroups.length} log groups`;
}
