import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unnoticedBy } from './merge-under-load.ts';

const MET = {
  seconds: 93.2,
  requests: 5400,
  perSecond: 58.1,
  latency: { p50: 12, p90: 40, p99: 210, max: 900 },
  broken: 0,
  hits: 0,
  oldest: 21,
  statuses: { '200': 5400 },
};
const MERGE = { away: 7400, readers: '90 requests of readers, 0 errors' };

describe('a merge under load', () => {
  test('passes when every reader got a page, and tells how old and how late pages were', () => {
    const { note, figures } = unnoticedBy(MET, MERGE);
    assert.equal(
      note,
      '58 requests/s, p50 12 ms, p99 210 ms, all 5400 answered 200 within 93 s, p90 40 ms, the longest wait 0.9 s, the oldest page 21 s old; Ghost itself was unavailable for 7.4 s; beside them 90 requests of readers, 0 errors',
    );
    assert.deepEqual(Object.values(figures), [[5400], [0], [21], [12, 40, 210, 900], [7400]]);
  });

  test('fails when one reader got none, and says where to look', () => {
    for (const wrong of [{ broken: 1 }, { statuses: { '200': 5399, '502': 1 } }])
      assert.throws(() => unnoticedBy({ ...MET, ...wrong }, MERGE), {
        name: 'RehearsalError',
        message: /^readers noticed the merge: 58 requests\/s/,
        help: 'read the log of the fake CloudFront: what it answered, and why',
      });
  });

  test('fails when nobody read: then nobody could notice', () => {
    assert.throws(() => unnoticedBy({ ...MET, requests: 0, statuses: {} }, MERGE), {
      name: 'RehearsalError',
      message: 'nobody read during the merge',
      help: 'read the log of the load; run again with --keep',
    });
  });
});
