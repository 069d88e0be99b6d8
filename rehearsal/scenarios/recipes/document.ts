import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalError } from '../../shared/errors.ts';

/** A fenced block of a document. */
export interface Block {
  /** What the fence says: `sh`, `yaml`, `ts`. */
  readonly language: string;
  readonly text: string;
  /** The file that the block is, by a line `<!-- file: PATH -->` directly above. */
  readonly file?: string;
}

const FENCE = /^( *)```(\w*)$/;
const FILE = /^ *<!-- file: (\S+) -->$/;

/** The blocks of a Markdown text, in order, without the indent of a list. @param heading only those below this heading, up to the next of its rank */
export function blocksOf(text: string, heading?: string): Block[] {
  const blocks: Block[] = [];
  let within = heading === undefined;
  let open: { indent: number; language: string; lines: string[]; file: string | undefined } | undefined;
  let above = '';
  for (const line of text.split('\n')) {
    const [, indent = '', language] = FENCE.exec(line) ?? [];
    if (open && language === '') {
      const file = open.file === undefined ? {} : { file: open.file };
      if (within) blocks.push({ language: open.language, text: `${open.lines.join('\n')}\n`, ...file });
      open = undefined;
    } else if (open) open.lines.push(line.slice(open.indent));
    else if (language !== undefined) open = { indent: indent.length, language, lines: [], file: FILE.exec(above)?.[1] };
    else if (heading !== undefined && /^##? /.test(line)) within = line === `## ${heading}`;
    above = line;
  }
  return blocks;
}

/**
 * Reads the blocks that a recipe is made of.
 * @param folder the clone that holds the document
 * @throws RehearsalError when there are none: then the document says something else than it did
 */
export function readRecipe(folder: string, document: string, heading?: string): Block[] {
  const blocks = blocksOf(readFileSync(join(folder, document), 'utf8'), heading);
  if (blocks.length > 0) return blocks;
  throw new RehearsalError(`${document} has no fenced block${heading ? ` below "## ${heading}"` : ''} to run`, {
    where: document,
    help: 'put the block back, or have rehearsal/scenarios/recipes run what the document says now',
  });
}

/** The one block of a language. @throws RehearsalError when there is none, or more than one */
export function onlyBlock(blocks: readonly Block[], language: string, document: string): string {
  const [block, ...others] = blocks.filter((one) => one.language === language && one.file === undefined);
  if (block && others.length === 0) return block.text;
  throw new RehearsalError(
    `${document} has ${block ? others.length + 1 : 0} blocks of ${language}, and the recipe runs one`,
    {
      where: document,
      help: 'write one block, or have rehearsal/scenarios/recipes run what the document says now',
    },
  );
}
