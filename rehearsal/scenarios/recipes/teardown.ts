import { expectLive } from '../../harness/expect-live.ts';
import { CONFIG } from '../../harness/project.ts';
import type { Scenario } from '../scenario.ts';
import { destroyBlog } from '../torn-down.ts';
import { UNREAD } from '../unread.ts';
import { setField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';

const DOCUMENT = 'docs/operations.md';
/** Protection is lifted by a merge, everything is destroyed by the document's command, and what stays is what it lists. */
export const teardown: Scenario = {
  id: 'teardown',
  title: `${DOCUMENT}: teardown leaves only what the document lists`,
  unread: UNREAD.another,
  run: async (harness) => {
    const blocks = readRecipe(harness.project.folder, DOCUMENT, 'Tear it down');
    const line = onlyBlock(blocks, 'ts', DOCUMENT);
    const edits = { [CONFIG]: (text: string) => setField(text, line) };
    const commit = await harness.project.merge({ branch: 'protection-off', title: 'Turn protection off', edits });
    const { summary } = await expectLive(harness, { commit });
    harness.pipeline.stop();
    const [, , ...words] = onlyBlock(blocks, 'sh', DOCUMENT).trim().split(' '); // after `npx onemerge`
    return `${summary}; ${await destroyBlog(harness, words)}`;
  },
};
