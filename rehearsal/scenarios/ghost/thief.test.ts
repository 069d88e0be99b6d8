import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { refused, story, thief } from './thief.ts';

test('a thief tells how often nobody answered, and what was answered', async () => {
  const answers = [undefined, 502, 403];
  let asked = 0;
  const robber = thief(async () => {
    const status = answers[asked++];
    if (status === undefined) throw new Error('connection refused');
    return { status, headers: {}, body: Buffer.alloc(0) };
  });
  while (asked < answers.length) await sleep(1);
  await robber.stop();
  assert.equal(robber.answers.get(502), 1);
  assert.equal(robber.answers.get(403), 1);
  assert.equal(refused(robber), robber.asked - 2);
  assert.match(story(robber), /^\d+ attempts: \d+ x no connection, 1 x 502, 1 x 403$/);
});
