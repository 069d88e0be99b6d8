import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn } from './draw.ts';

const titles = (count: number, seed: number) => drawn(count, seed).map(({ title }) => title);

test('a seed decides which faults come, and in which order', () => {
  assert.deepEqual(titles(20, 7), titles(20, 7));
  assert.notDeepEqual(titles(20, 7), titles(20, 8));
});

test('a hundred faults are a hundred different ones', () => {
  assert.equal(new Set(titles(100, 1)).size, 100);
});

test('more are drawn than there are: they come again', () => {
  assert.equal(titles(300, 1).length, 300);
});

test('of a hundred faults some are merged, and most are done to the running system', () => {
  const merged = drawn(100, 1).filter((one) => 'edits' in one).length;
  assert.ok(merged >= 10 && merged <= 30, `${merged} of 100 are merged`);
});
