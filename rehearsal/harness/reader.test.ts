import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { whileReading } from './reader.ts';

const answer = (status: number) => ({ status, headers: {}, body: Buffer.alloc(0) });

/** A clock on which nothing takes time but the reader's pauses. */
function clock() {
  let now = 0;
  const sleep = async (milliseconds: number) => {
    now += milliseconds;
    await nextTurn();
  };
  return { now: () => now, sleep };
}

/** A page that answers so, look by look, and then always with 200; and work that ends after so many looks. */
function page(...answers: (number | Error)[]) {
  let asked = 0;
  const visit = async () => {
    const given = answers[asked++] ?? 200;
    if (given instanceof Error) throw given;
    return answer(given);
  };
  const looks = async (count: number) => {
    while (asked < count) await nextTurn();
    return 'live';
  };
  return { visit, looks, asked: () => asked };
}

test('a reader who always gets the page was never kept from it', async () => {
  const { visit, looks } = page();
  assert.deepEqual(await whileReading({ visit }, () => looks(3), clock()), { result: 'live', away: 0 });
});

test('the time counts during which the page is refused, or cannot be asked for', async () => {
  const { visit, looks } = page(200, new Error('connection reset'), 503);
  const { away } = await whileReading({ visit }, () => looks(5), clock());
  assert.equal(away, 0.2, 'two of the looks, 0.1 s apart, got no page');
});

test('the reader goes when the work fails', async () => {
  const { visit, asked } = page();
  const failing = async () => {
    throw new Error('not live');
  };
  await assert.rejects(() => whileReading({ visit }, failing, clock()), /not live/);
  const before = asked();
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  assert.equal(asked(), before, 'nobody may go on reading a blog that is torn down');
});
