import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outagesDuring } from './outages.ts';

/** A site that answers with these statuses, one after the other, and a clock that each answer moves on by a second. */
function scene(...statuses: readonly number[]) {
  let asked = 0;
  let end: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    end = resolve;
  });
  const visit = async () => {
    const status = statuses[Math.min(asked, statuses.length - 1)] ?? 0;
    asked += 1;
    if (asked === statuses.length) end();
    if (status === 0) throw new Error('the connection broke');
    return { status };
  };
  const clock = { now: () => asked * 1000, sleep: async () => undefined };
  return outagesDuring({ visit } as never, () => answered, clock);
}

test('each time without answers counts by itself, with what was answered in it', async () => {
  const { outages } = await scene(200, 502, 0, 200, 503, 200);
  assert.deepEqual(outages, [
    { seconds: 2, statuses: [502, 0] },
    { seconds: 1, statuses: [503] },
  ]);
});

test('no failed request is no outage', async () => {
  const { outages, requests } = await scene(200, 200);
  assert.deepEqual(outages, []);
  assert.ok(requests >= 2);
});

test('an outage at the end is watched until it is over', async () => {
  let asked = 0;
  const visit = async () => ({ status: ++asked < 4 ? 502 : 200 });
  const clock = { now: () => asked * 1000, sleep: async () => undefined };
  const { outages } = await outagesDuring({ visit } as never, async () => undefined, clock);
  assert.deepEqual(outages, [{ seconds: 3, statuses: [502] }]);
});
