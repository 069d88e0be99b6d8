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

  test('the moment when Flux saw it, for a commit whose date is years wrong, either way', () => {
    for (const date of ['1970-01-01T00:00:00Z', '2106-02-07T06:28:15Z', 'no date'])
      assert.equal(pushTime(Date.parse(date), minutes(5), [NOON]), NOON, date);
  });

  test('the first that saw it, when somebody asked before Flux did, or by a clock that is behind', () => {
    assert.equal(pushTime(minutes(-180), NOON, [minutes(5), minutes(1)]), NOON);
    assert.equal(pushTime(minutes(-180), minutes(5), [minutes(3), NOON]), NOON);
  });

  test('the moment when somebody asked, when the date of what Flux has cannot be read', () =>
    assert.equal(pushTime(minutes(-180), NOON, [Number.NaN]), NOON));

  test('the merge on GitHub up to two minutes before it was seen, and no longer', () => {
    assert.equal(pushTime(minutes(-2), NOON, []), minutes(-2));
    assert.equal(pushTime(minutes(-2) - 1, NOON, []), NOON);
  });
});
