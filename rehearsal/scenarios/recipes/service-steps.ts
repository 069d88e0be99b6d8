import type { Harness } from '../../harness/harness.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { runCommands, writeFiles } from './run-blocks.ts';

/** How a person adds a service: its headings are steps. */
export const DOCUMENT = 'docs/add-a-service.md';

export type Step = 'Once: a place for services' | 'In the cluster';

/**
 * Does in the clone what the document says below a heading: its commands, then its files.
 * @param write what is written in place of the document's words, for a service of another name
 * @throws ProcessError when a command fails
 */
export async function obey(harness: Harness, step: Step, write = (words: string) => words): Promise<void> {
  const { folder } = harness.project;
  const blocks = readRecipe(folder, DOCUMENT, step).map(({ file, text, ...rest }) => ({
    ...rest,
    text: write(text),
    ...(file === undefined ? {} : { file: write(file) }),
  }));
  await runCommands(harness, onlyBlock(blocks, 'sh', DOCUMENT));
  await writeFiles(folder, blocks);
}
