import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparison, countsIn } from '../../scanners/counts.ts';
import { readDocument } from '../support/documents.ts';

test('counts stand beside those of the last release; a scanner of another version is another one', () => {
  const before = countsIn('| scanner | last release |\n|---|---|\n| cdk-nag | 62 |\n| checkov 1 | 46 |\n');
  assert.deepEqual(comparison(before, { 'cdk-nag': 60, 'checkov 2': 50 }).split('\n').slice(2), [
    '| cdk-nag | 62 | 60 |',
    '| checkov 1 | 46 | - |',
    '| checkov 2 | - | 50 |',
  ]);
});

test('docs/findings.md has the counts of the last release', () => {
  const counts = countsIn(readDocument('docs/findings.md'));
  assert.equal(Object.keys(counts).length, 6, `npm run findings prints them; found ${JSON.stringify(counts)}`);
});
