import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { BUSYBOX_SERVED } from '../../shared/build-versions.ts';
import { blocksOf, onlyBlock, readRecipe } from './document.ts';

const ROOT = join(import.meta.dirname, '../../..');

const TEXT = `# Page

\`\`\`sh
first
\`\`\`

## One

<!-- file: a/b.yaml -->
\`\`\`yaml
# Not a heading
kind: B
\`\`\`

### Deeper

1. In a list

   \`\`\`ts
   deep
     deeper
   \`\`\`

## Two

\`\`\`sh
second
\`\`\`
`;

test('the blocks of a document come in order, with the files that they are', () => {
  assert.deepEqual(blocksOf(TEXT), [
    { language: 'sh', text: 'first\n' },
    { language: 'yaml', text: '# Not a heading\nkind: B\n', file: 'a/b.yaml' },
    { language: 'ts', text: 'deep\n  deeper\n' },
    { language: 'sh', text: 'second\n' },
  ]);
});

test('a section ends at the next of its rank, and not within a block', () => {
  assert.deepEqual(
    blocksOf(TEXT, 'One').map(({ language }) => language),
    ['yaml', 'ts'],
  );
});

test('a recipe whose section is gone is told', () => {
  assert.throws(() => readRecipe(ROOT, 'docs/operations.md', 'No such section'), {
    name: 'RehearsalError',
    message: 'docs/operations.md has no fenced block below "## No such section" to run',
    help: 'put the block back, or have rehearsal/scenarios/recipes run what the document says now',
  });
});

test('a recipe that runs one block reports a second one', () => {
  assert.throws(() => onlyBlock(blocksOf(TEXT), 'sh', 'page.md'), {
    message: 'page.md has 2 blocks of sh, and the recipe runs one',
  });
});

test('the image of docs/add-a-service.md is the one that the rehearsal serves', () => {
  const texts = readRecipe(ROOT, 'docs/add-a-service.md').map(({ text }) => text);
  const images = texts.flatMap((text) => [...text.matchAll(/image: (\S+)/g)].map(([, image]) => image));
  assert.deepEqual(
    images,
    [`public.ecr.aws/docker/library/busybox:${BUSYBOX_SERVED}`],
    'Set BUSYBOX_SERVED in rehearsal/shared/build-versions.ts to the tag that the document pins.',
  );
});
