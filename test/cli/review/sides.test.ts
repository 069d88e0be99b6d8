import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareTrees } from '../../../cli/review/review.ts';

const BRANCH = { base: 'b', head: 'h', paths: [], approvals: { value: [] } };
const broken = (error: string) => ({ workload: { error } });
const sound = { workload: { value: [] } };

for (const [title, before, after, told] of [
  ['the head', sound, broken('a.yaml:1: no'), 'the head: a.yaml:1: no'],
  ['the base', broken('b.yaml:2: no'), sound, 'the base: b.yaml:2: no; --base <ref> compares with another commit'],
  [
    'both',
    broken('b.yaml:2: no'),
    broken('a.yaml:1: no'),
    'the head: a.yaml:1: no; the base: b.yaml:2: no; --base <ref> compares with another commit',
  ],
] as const) {
  test(`the side that cannot be read is named: ${title}`, () => {
    assert.deepEqual(compareTrees(BRANCH, before, after).workload, { error: told });
  });
}
