import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareObjects } from './compare.ts';
import type { LiveObjects } from './live-objects.ts';

const object = (impact: string) => ({ workload: [{ key: 'ConfigMap/ghost/notes', impact }] });
const live = (content?: string, uid = 'u'): LiveObjects =>
  new Map(content === undefined ? [] : [['ConfigMap/ghost/notes', { uid, content }]]);

test('an object that goes its foretold way is no fault', () => {
  assert.deepEqual(compareObjects(object('added'), live(), live('a')), []);
  assert.deepEqual(compareObjects(object('changed'), live('a'), live('b')), []);
  assert.deepEqual(compareObjects(object('moved'), live('a'), live('b')), []);
  assert.deepEqual(compareObjects(object('pruned'), live('a'), live()), []);
  assert.deepEqual(compareObjects(object('left'), live('a'), live('a')), []);
});

test('an object that stays and was to be pruned is a fault, and so is one that was made anew', () => {
  assert.deepEqual(compareObjects(object('pruned'), live('a'), live('a')), [
    'ConfigMap/ghost/notes was to be pruned, and was untouched',
  ]);
  assert.deepEqual(compareObjects(object('changed'), live('a'), live('b', 'other')), [
    'ConfigMap/ghost/notes was to be changed, and was made anew',
  ]);
});

test('an object that nobody foretold is a fault', () => {
  const nothing = { workload: [] };
  assert.deepEqual(compareObjects(nothing, live('a'), live()), [
    'ConfigMap/ghost/notes was to be untouched, and was pruned',
  ]);
});
