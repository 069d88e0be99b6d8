import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failures, metOf, requireBounds, told } from './load.ts';

const PRINTED = `a warning of Node.js
{"duration":10.04,"requests":{"total":1200,"average":119.6},"latency":{"p50":80,"p90":150,"p99":210,"max":400},"errors":0,"oldest":7,"hits":1100,"statuses":{"200":1200}}
`;

describe('a load', () => {
  test('is told in one line', () => {
    assert.equal(told(metOf(PRINTED)), '120 requests/s, p50 80 ms, p99 210 ms, all 1200 answered 200');
  });

  test('knows how long it lasted, how old the oldest page was, and for how many pages the edge asked nobody', () => {
    const { seconds, oldest, hits } = metOf(PRINTED);
    assert.deepEqual([seconds, oldest, hits], [10.04, 7, 1100]);
  });

  test('counts as failed what is not 200, and connections that broke', () => {
    const met = { ...metOf(PRINTED), broken: 2, statuses: { '200': 1195, '304': 1, '503': 4 } };
    assert.equal(failures(met), 7);
    assert.match(told(met), /1195 times 200, 1 times 304, 4 times 503, 2 broken$/);
  });

  test('without bounds is refused, with the bounds', () => {
    const load = { paths: ['/'], connections: 100, seconds: 60, past: false };
    assert.doesNotThrow(() => requireBounds(load));
    for (const wrong of [{ connections: 101 }, { seconds: 61 }, { seconds: 61, perSecond: 201 }])
      assert.throws(() => requireBounds({ ...load, ...wrong }), {
        name: 'RehearsalError',
        message: /^a load of \d+ connections for \d+ s is refused$/,
        help: 'ask with at most 100 connections, for at most 60 s, or for 900 s with at most 200 requests a second',
      });
  });

  test('may last as long as a merge where it is held down', () => {
    const load = { paths: ['/'], connections: 100, seconds: 900, past: false, perSecond: 200 };
    assert.doesNotThrow(() => requireBounds(load));
    assert.throws(() => requireBounds({ ...load, seconds: 901 }), /for 901 s is refused/);
  });
});
