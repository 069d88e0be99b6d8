import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothWays } from './by-merge.ts';

test('what a fault breaks with one merge, another merge restores', () => {
  const { forth, back } = bothWays({ 'a.yaml': (text) => `${text}broken`, 'b.yaml': () => '' });
  const broken = { 'a.yaml': forth['a.yaml']?.('a'), 'b.yaml': forth['b.yaml']?.('b') };
  assert.deepEqual(broken, { 'a.yaml': 'abroken', 'b.yaml': '' });
  assert.equal(back['a.yaml']?.(broken['a.yaml'] ?? ''), 'a');
  assert.equal(back['b.yaml']?.(broken['b.yaml'] ?? ''), 'b');
});
