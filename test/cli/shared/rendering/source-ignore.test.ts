import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CASES, kept } from '../../../support/flux/ignore-files.ts';

/** What Flux's own code leaves of the files. */
const KEPT = JSON.parse(readFileSync(join(import.meta.dirname, '../../../support/flux/kept.json'), 'utf8')) as [
  Readonly<Record<string, string>>,
  readonly string[],
][];

describe('what Flux leaves out of its artifacts', () => {
  test('is known for these ignore files', () => {
    assert.deepEqual(
      KEPT.map(([ignoreFiles]) => ignoreFiles),
      CASES,
      'renew it: npm run flux-answers',
    );
  });

  for (const [ignoreFiles, files] of KEPT) {
    test(`is what the renderer leaves out, with ${JSON.stringify(ignoreFiles)}`, () => {
      assert.deepEqual(kept(ignoreFiles), files);
    });
  }
});
