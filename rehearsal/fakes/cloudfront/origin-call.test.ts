import assert from 'node:assert/strict';
import { test } from 'node:test';
import { behavior, wayTo } from './behaviors.ts';
import { callOrigin, OriginError, originError } from './origin-call.ts';

const { origin } = behavior();
const QUESTION = { method: 'GET', path: '/', headers: {} };

test('CloudFront tries to connect as often as the origin says, and then answers 502', async () => {
  let attempts = 0;
  const targets = () => {
    attempts += 1;
    return [{ address: '127.0.0.1', port: 1 }];
  };
  const dead = { ...origin, connect: { attempts: 3, seconds: 60 } };
  await assert.rejects(callOrigin(dead, wayTo(targets), QUESTION), (error) => {
    assert.ok(error instanceof OriginError);
    assert.equal(error.status, 502);
    assert.match(error.message, /127\.0\.0\.1:1: .*ECONNREFUSED/);
    return true;
  });
  assert.equal(attempts, 3);
});

test('a target group without a Ready pod gives 502, and the reason names the origin', async () => {
  const way = wayTo(() => []);
  await assert.rejects(callOrigin(origin, way, QUESTION), {
    status: 502,
    message: 'the target group of the origin ghost has no target that passed its checks',
  });
});

test('what breaks is 502 unless it was time that ran out', () => {
  assert.equal(originError(new Error('socket hang up'), 'ghost').status, 502);
  assert.equal(originError(new OriginError(504, 'late'), 'ghost').status, 504);
});
