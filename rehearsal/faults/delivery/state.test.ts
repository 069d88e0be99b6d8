import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireSame } from './state.ts';

test('a fault in which nothing changed passes', () => {
  requireSame({ pods: 'a' }, { pods: 'a' }, 'look');
});

test('a fault that changed something names what it was and is', () => {
  assert.throws(() => requireSame({ pods: 'a', generation: '1' }, { pods: 'a', generation: '2' }, 'look there'), {
    name: 'RehearsalError',
    message: 'the fault should change nothing, but generation was "1" and is "2"',
    help: 'look there',
  });
});
