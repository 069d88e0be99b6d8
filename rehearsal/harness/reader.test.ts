import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { whileReading } from './reader.ts';

const answer = (status: number) => ({ status, headers: {}, body: Buffer.alloc(0) });

test('a reader who always gets the page was never kept from it', async () => {
  const { result, away } = await whileReading({ visit: async () => answer(200) }, async () => {
    await sleep(150);
    return 'live';
  });
  assert.deepEqual({ result, away }, { result: 'live', away: 0 });
});

test('the time counts during which the page is refused, or cannot be asked for', async () => {
  let asked = 0;
  const visit = async () => {
    asked += 1;
    if (asked === 2) throw new Error('connection reset');
    return answer(asked === 3 ? 503 : 200);
  };
  const { away } = await whileReading({ visit }, () => sleep(550));
  assert.ok(away >= 0.18 && away < 0.5, `two of the looks, 0.1 s apart, got no page: ${away} s`);
});

test('the reader goes when the work fails', async () => {
  let asked = 0;
  const visit = async () => {
    asked += 1;
    return answer(200);
  };
  await assert.rejects(
    () =>
      whileReading({ visit }, async () => {
        throw new Error('not live');
      }),
    /not live/,
  );
  const before = asked;
  await sleep(250);
  assert.equal(asked, before, 'nobody may go on reading a blog that is torn down');
});
