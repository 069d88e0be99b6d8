import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pushTime } from '../../../cli/verify/push-time.ts';

const NOON = Date.parse('2026-11-26T12:00:00Z');
const minutes = (count: number) => NOON + count * 60_000;

describe('a push is counted from', () => {
  test('the merge on GitHub, which makes its commit just before', () =>
    assert.equal(pushTime(NOON, minutes(5), [NOON + 2_000]), NOON));

  test('the merge on GitHub while nobody has seen the push yet', () =>
    assert.equal(pushTime(NOON, NOON + 3_000, []), NOON));

  test('the merge on GitHub although Flux fetched it a minute late', () =>
    assert.equal(pushTime(NOON, minutes(5), [minutes(1)]), NOON));

  test('the moment when Flux saw it, for a commit that waited hours in a merge queue', () =>
    assert.equal(pushTime(minutes(-180), minutes(5), [NOON]), NOON));

  test('the moment when somebody asked, for an old commit that nobody has seen', () =>
    assert.equal(pushTime(minutes(-180), NOON, []), NOON));

  test('the moment when Flux saw it, for a commit by a clock that is ahead', () =>
    assert.equal(pushTime(minutes(30), minutes(5), [NOON]), NOON));
});
