import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RehearsalError } from '../shared/errors.ts';
import { judgePromptness } from './promptness.ts';

/** Twenty pushes: `slow` of them, the rest quick. */
const pushes = (quick: number, slow: readonly number[]): number[] => [
  ...slow,
  ...Array.from({ length: 20 - slow.length }, () => quick),
];

describe('the promptness of pushes', () => {
  test('is reported as two percentiles with their targets', () => {
    assert.equal(judgePromptness(pushes(1000, [2000, 2000])), 'p50 1.00 s (target 1.00 s), p95 2.00 s (target 2.00 s)');
  });

  test('is called slow where it misses a target, and fails only beyond twice the target', () => {
    assert.equal(
      judgePromptness(pushes(2000, [4000, 4000])),
      'p50 2.00 s (SLOW: target 1.00 s), p95 4.00 s (SLOW: target 2.00 s)',
    );
  });

  test('tolerates one push of twenty that took far too long', () => {
    assert.match(judgePromptness(pushes(500, [60_000])), /^p50 0\.50 s \(target 1\.00 s\), p95 0\.50 s/);
  });

  test('fails when half of the pushes take more than twice the target, and reports every value', () => {
    assert.throws(
      () => judgePromptness(pushes(2001, [])),
      (error: unknown) => {
        assert.ok(error instanceof RehearsalError);
        assert.match(error.message, /too late: p50 2001 ms, 2000 ms at most\. Measured, in ms: (2001 ?){20}$/);
        assert.match(error.help, /^measure on an idle machine/);
        return true;
      },
    );
  });

  test('fails when two of twenty pushes take more than twice the target', () => {
    assert.throws(
      () => judgePromptness(pushes(500, [4100, 4200])),
      /too late: p95 4100 ms, 4000 ms at most\. Measured/,
    );
  });
});
