import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareObjects, compareStacks } from './compare.ts';
import type { LiveObjects } from './live-objects.ts';

const resource = (impact: string) => ({ infrastructure: [{ stack: 'Ghost', id: 'Files', impact }], workload: [] });
const object = (impact: string) => ({ infrastructure: [], workload: [{ key: 'ConfigMap/ghost/notes', impact }] });
const moved = (how: 'added' | 'changed' | 'removed' | 'replaced', logicalId = 'Files') => [
  { stack: 'Ghost', logicalId, how },
];
const live = (content?: string, uid = 'u'): LiveObjects =>
  new Map(content === undefined ? [] : [['ConfigMap/ghost/notes', { uid, content }]]);

test('a resource that goes its foretold way is no fault', () => {
  assert.deepEqual(compareStacks(resource('updated'), moved('changed'), []), []);
  assert.deepEqual(compareStacks(resource('possibly replaced'), moved('changed'), []), []);
  assert.deepEqual(compareStacks(resource('possibly replaced'), moved('replaced'), []), []);
});

test('a resource that is replaced and was to be updated is a fault, and so is one that was not touched', () => {
  assert.deepEqual(compareStacks(resource('updated'), moved('replaced'), []), [
    'Ghost/Files was to be updated, and was replaced',
  ]);
  assert.deepEqual(compareStacks(resource('removed'), [], []), ['Ghost/Files was to be removed, and was not touched']);
});

test('a resource that nobody foretold is a fault, but for the settings, which change with every deployment', () => {
  const nothing = { infrastructure: [], workload: [] };
  assert.deepEqual(compareStacks(nothing, moved('changed', 'Settings'), ['Ghost/Settings']), []);
  assert.deepEqual(compareStacks(nothing, moved('replaced', 'Settings'), ['Ghost/Settings']), [
    'Ghost/Settings was replaced, which nobody foretold',
  ]);
});

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
  const nothing = { infrastructure: [], workload: [] };
  assert.deepEqual(compareObjects(nothing, live('a'), live()), [
    'ConfigMap/ghost/notes was to be untouched, and was pruned',
  ]);
});
