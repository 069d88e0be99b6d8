import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import type { Scenario } from '../scenario.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { type Left, left, notListed } from './left.ts';
import { runCommands } from './run-blocks.ts';

const DOCUMENT = 'docs/operations.md';
/** Protection is lifted by a merge, everything is destroyed by the document's command, and what stays is what it lists. */
export const teardown: Scenario = {
  id: 'teardown',
  title: `${DOCUMENT}: teardown leaves only what the document lists`,
  run: async (harness) => {
    const blocks = readRecipe(harness.project.folder, DOCUMENT, 'Tear it down');
    const line = onlyBlock(blocks, 'ts', DOCUMENT);
    const edits = { [CONFIG]: (text: string) => setField(text, line) };
    const commit = await harness.project.merge({ branch: 'protection-off', title: 'Turn protection off', edits });
    const { summary } = await expectLive(harness, { commit });
    harness.pipeline.stop();
    const aws = <T>(words: string) => ask<T>(harness, words);
    const stacks = await aws<string[]>("cloudformation describe-stacks --query 'Stacks[].StackId'");
    const [, , ...words] = onlyBlock(blocks, 'sh', DOCUMENT).trim().split(' '); // after `npx onemerge`
    const said = await onemerge(harness, [...words, '--yes', NAME], { seconds: 900 }); // nobody is there to type it
    const stays = await left(aws, stacks);
    const wrong = notListed(stays);
    if (wrong.length > 0) {
      throw new RehearsalError(`after the teardown the account is not as the document says: ${wrong.join('; ')}`, {
        where: DOCUMENT,
        help: `list it in ${DOCUMENT} and in rehearsal/scenarios/recipes/left.ts, or have the stack delete it`,
      });
    }
    const unsaid = unnamed(stays, said);
    if (unsaid.length > 0)
      throw new RehearsalError(`the list of what stays lacks: ${unsaid.join(', ')}`, {
        where: 'cli/destroy/leftovers.ts',
        help: 'look for it there, by its name or its tag',
      });
    const { stacks: bootstrapped, kept, snapshots, logGroups } = stays;
    const ids = kept.filter(({ type }) => type === 'AWS::EFS::FileSystem').map(({ id }) => id);
    return `${summary}; what stays: ${[...snapshots, ...ids, ...bootstrapped].join(', ')} and ${logGroups.length} log groups`;
  },
};

/** What AWS's own command line finds, and the command has not printed. */
function unnamed({ stacks, kept, snapshots, logGroups }: Left, said: string): string[] {
  return [...stacks, ...kept.map(({ id }) => id), ...snapshots, ...logGroups].filter((name) => !said.includes(name));
}

/** What AWS's command line answers, from its JSON. */
async function ask<T>(harness: Harness, words: string): Promise<T> {
  return JSON.parse(await runCommands(harness, `aws ${words} --output json`)) as T;
}
