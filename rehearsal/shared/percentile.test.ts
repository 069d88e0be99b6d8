import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { percentile } from './percentile.ts';

describe('a percentile', () => {
  const twenty = Array.from({ length: 20 }, (_, index) => (index + 1) * 10).toReversed();

  test('of 20 values is the tenth for p50 and the nineteenth for p95, whatever their order', () => {
    assert.deepEqual([percentile(twenty, 50), percentile(twenty, 95)], [100, 190]);
  });

  test('is a measured value, not one between two', () => assert.equal(percentile([1, 100], 50), 1));

  test('compares numbers as numbers', () => assert.equal(percentile([9, 100, 20], 100), 100));

  test('of nothing is refused', () => {
    assert.throws(() => percentile([], 50), /a percentile of no values: measure at least once/);
  });
});
