import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildVerdict } from '../../../cli/announce/build-verdict.ts';
import { mergeEnd } from '../../../cli/announce/merge-end.ts';
import { mergeData } from '../../../cli/announce/merge-metrics.ts';
import { COMMIT, verdictFile } from './verdict.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const before = (minutes: number, status: string) => ({ status, updatedAt: new Date(NOW.getTime() - minutes * 60_000) });

describe('a merge that is live', () => {
  test('took as long as its slower half', (t) => {
    const verdict = buildVerdict(COMMIT, verdictFile(t, { secondsSinceMerge: { infrastructure: 192, workload: 21 } }));
    assert.deepEqual(mergeEnd(verdict, [], NOW), { failed: false, leadSeconds: 192, brokenSeconds: undefined });
  });

  test('that changed neither half took no time that could be told', (t) => {
    const verdict = buildVerdict(
      COMMIT,
      verdictFile(t, { secondsSinceMerge: { infrastructure: null, workload: null } }),
    );
    assert.equal(mergeEnd(verdict, [], NOW)?.leadSeconds, undefined);
  });

  test('ends what was broken since the first failure after anything was live', (t) => {
    const past = [
      before(0, 'InProgress'),
      before(10, 'Failed'),
      before(20, 'Cancelled'),
      before(30, 'Stopped'),
      before(40, 'Succeeded'),
      before(50, 'Failed'),
    ];
    assert.equal(mergeEnd(buildVerdict(COMMIT, verdictFile(t, {})), past, NOW)?.brokenSeconds, 30 * 60);
  });

  test('recovers nothing when the one before was live', (t) => {
    const past = [before(0, 'InProgress'), before(10, 'Succeeded'), before(20, 'Failed')];
    assert.equal(mergeEnd(buildVerdict(COMMIT, verdictFile(t, {})), past, NOW)?.brokenSeconds, undefined);
  });
});

test('a build that failed before it had a verdict is a failed merge', () => {
  assert.equal(mergeEnd(undefined, [], NOW)?.failed, true);
});

test('a merge that a later one has taken over is neither live nor failed', (t) => {
  assert.equal(mergeEnd(buildVerdict(COMMIT, verdictFile(t, { state: 'superseded' })), [], NOW), undefined);
});

describe('the metrics of a merge', () => {
  const values = (end: Parameters<typeof mergeData>[1]) =>
    Object.fromEntries(mergeData('my-blog', end).map(({ MetricName, Value }) => [MetricName, Value]));

  test("are the blog's own", () => {
    const [datum] = mergeData('my-blog', { failed: true, leadSeconds: undefined, brokenSeconds: undefined });
    assert.deepEqual(datum?.Dimensions, [{ Name: 'Blog', Value: 'my-blog' }]);
  });

  test('of one that is live hold no failure, and its times', () => {
    assert.deepEqual(values({ failed: false, leadSeconds: 192, brokenSeconds: 600 }), {
      Failed: 0,
      LeadTime: 192,
      TimeToRecover: 600,
    });
  });

  test('of one that failed hold the failure alone', () => {
    assert.deepEqual(values({ failed: true, leadSeconds: undefined, brokenSeconds: undefined }), { Failed: 1 });
  });
});
