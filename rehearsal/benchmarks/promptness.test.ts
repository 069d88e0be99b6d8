import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RehearsalError } from '../shared/errors.ts';
import { judgePromptness } from './promptness.ts';

/** Twenty pushes: `slow` of them, the rest quick. */
const pushes = (quick: number, slow: readonly number[]): number[] => [
  ...slow,
  ...Array.from({ length: 20 - slow.length }, () => quick),
];

describe('the promptness of pushes', () => {
  it('is told as two percentiles with what is wanted', () => {
    assert.equal(judgePromptness(pushes(1000, [2000, 2000])), 'p50 1.00 s (1.00 s wanted), p95 2.00 s (2.00 s wanted)');
  });

  it('is called slow where it is worse than wanted, and no failure up to twice that', () => {
    assert.equal(
      judgePromptness(pushes(2000, [4000, 4000])),
      'p50 2.00 s (SLOW: 1.00 s wanted), p95 4.00 s (SLOW: 2.00 s wanted)',
    );
  });

  it('bears one push of twenty that took far too long', () => {
    assert.match(judgePromptness(pushes(500, [60_000])), /^p50 0\.50 s \(1\.00 s wanted\), p95 0\.50 s/);
  });

  it('fails when half of the pushes take more than twice what is wanted, and tells every value', () => {
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

  it('fails when two of twenty pushes take more than twice what is wanted', () => {
    assert.throws(
      () => judgePromptness(pushes(500, [4100, 4200])),
      /too late: p95 4100 ms, 4000 ms at most\. Measured/,
    );
  });
});
