import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { unnoticed, whileReading } from './reader.ts';

/** A clock on which nothing takes time but pauses. */
function clock() {
  let now = 0;
  const sleep = async () => {
    now += 50; // two look at the same time, each every 100 ms
    await nextTurn();
  };
  return { now: () => now, sleep };
}

type Given = number | Error | { readonly age: string } | typeof LATER;

/** Back in a moment. */
const LATER = { status: 503, headers: { 'retry-after': '5' } } as const;

/** A blog that answers those who ask past the cache so, or those who do not, look by look, and then always with 200. */
function blog(who: 'past the cache' | 'readers', ...answers: Given[]) {
  const left = [...answers];
  const state = { warm: 4, looks: 0 };
  const visit = async (path: string) => {
    const past = path.includes('past=') || path.includes('/api/');
    if (!past && state.warm > 0) state.warm -= 1;
    else state.looks += 1;
    const mine = state.warm === 0 && state.looks > 0 && (who === 'past the cache') === past;
    const given = (mine ? left.shift() : undefined) ?? 200;
    if (given instanceof Error) throw given;
    const answer = { status: 200, headers: {}, body: Buffer.alloc(0) };
    if (typeof given === 'number') return { ...answer, status: given };
    return { ...answer, ...('headers' in given ? given : { headers: given }) };
  };
  const work = async () => {
    while (state.looks < 12) await nextTurn();
    return 'live';
  };
  return { visit, work, state };
}

describe('whileReading', () => {
  test('a blog that always answers was never away, and nobody met an error', async () => {
    const { visit, work } = blog('readers');
    const { result, away, readers } = await whileReading({ visit }, work, { clock: clock() });
    assert.deepEqual([result, away, readers.errors, readers.oldest], ['live', 0, 0, 0]);
    assert.ok(readers.requests > 0);
  });

  test('the time counts during which Ghost refuses the page, or cannot be asked', async () => {
    const { visit, work } = blog('past the cache', 200, new Error('connection reset'), 503);
    const { away, readers } = await whileReading({ visit }, work, { clock: clock() });
    assert.ok(away > 0);
    assert.equal(readers.errors, 0, 'who reads what is kept notices nothing');
  });

  test('who needs Ghost itself may be told to come back in a moment, and nothing else', async () => {
    const { visit, work } = blog('past the cache', LATER, LATER, 502, new Error('reset'), 500);
    const { readers } = await whileReading({ visit }, work, { clock: clock() });
    assert.deepEqual([readers.later, readers.bare], [2, 1], 'a connection that breaks with its pod is no answer');
    assert.equal(readers.own, 1, 'Ghost has a page of its own for 500');
  });

  test('an error that a reader meets counts, and the oldest page that one is shown', async () => {
    const { visit, work } = blog('readers', 200, { age: '7' }, 502, new Error('connection reset'), { age: '3' });
    const { away, readers } = await whileReading({ visit }, work, { clock: clock() });
    assert.deepEqual([away, readers.errors, readers.oldest], [0, 2, 7]);
  });

  test('the blog is left alone for longer while it answers, and looked at closely once it does not', async () => {
    const { visit, work } = blog('past the cache', 200, 503, 200);
    const pauses: number[] = [];
    const { now, sleep } = clock();
    const noted = async (milliseconds: number) => {
      pauses.push(milliseconds);
      await sleep();
    };
    await whileReading({ visit }, work, { calm: 500, clock: { now, sleep: noted } });
    const ofGhost = pauses.filter((_, index) => index % 2 === 1).slice(0, 3);
    assert.deepEqual(ofGhost, [500, 100, 500]);
    assert.ok(pauses.filter((_, index) => index % 2 === 0).every((one) => one === 500));
  });

  test('nobody waits for the readers once the work is done', async () => {
    const { visit } = blog('readers');
    const began = performance.now();
    await whileReading({ visit }, async () => 'live', { calm: 600_000 });
    assert.ok(performance.now() - began < 60_000, 'end their pause with the work: every scenario would wait for it');
  });

  test('the readers go when the work fails', async () => {
    const { visit, state } = blog('readers');
    const failing = async () => {
      throw new Error('not live');
    };
    await assert.rejects(() => whileReading({ visit }, failing, { clock: clock() }), /not live/);
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    const before = state.looks;
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
    assert.equal(state.looks, before, 'nobody may go on reading a blog that is torn down');
  });

  test('tells in one line what readers met, and fails when that was an error', () => {
    const met = { requests: 212, errors: 0, oldest: 8, longest: 0.24, later: 31, own: 1, bare: 0 };
    const line =
      "212 requests of readers, 0 errors, the oldest page 8 s old, the longest wait 0.2 s; others were told 31 times to come back in a moment, and met 1 errors of Ghost's own";
    assert.equal(unnoticed(met), line);
    assert.equal(unnoticed({ ...met, later: 0, own: 0 }), line.split('; ')[0], 'the others had Ghost all the while');
    assert.throws(() => unnoticed({ ...met, errors: 1 }), /readers noticed it: 212 requests of readers, 1 errors/);
    assert.throws(() => unnoticed({ ...met, bare: 2 }), /^.*members and authors met 2 bare errors: 212 requests/);
  });
});
