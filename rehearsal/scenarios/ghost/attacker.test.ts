import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { attacker, refused, story } from './attacker.ts';

test('an attacker tells how often nobody answered, and what was answered', async () => {
  const answers = [undefined, 502, 403];
  let asked = 0;
  const claimant = attacker(async () => {
    const status = answers[asked++];
    if (status === undefined) throw new Error('connection refused');
    return { status, headers: {}, body: Buffer.alloc(0) };
  });
  while (asked < answers.length) await sleep(1);
  await claimant.stop();
  assert.equal(claimant.answers.get(502), 1);
  assert.equal(claimant.answers.get(403), 1);
  assert.equal(refused(claimant), claimant.asked - 2);
  assert.match(story(claimant), /^\d+ attempts: \d+ x no connection, 1 x 502, 1 x 403$/);
});
