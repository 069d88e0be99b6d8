import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { merges } from './merges.ts';

const ROOT = join(import.meta.dirname, '../../..');

for (const { title, edits } of merges) {
  test(`the tree is as the merge expects it: ${title}`, () => {
    for (const [file, edit] of Object.entries(edits)) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      assert.notEqual(edit(text), text, `${title} changes nothing of ${file}: correct it in rehearsal/faults/random`);
    }
  });
}
