import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Sight, whatChanged } from './what-changed.ts';

const SIGHT: Sight = {
  objects: new Map([['ConfigMap/ghost/notes', { uid: 'u', content: 'a' }]]),
  pods: ['p restarted 0'],
  executions: ['e'],
  stacks: ['blog-network', 'blog-ghost'],
};
const changed = (changes: Partial<Sight>) => whatChanged(SIGHT, { ...SIGHT, ...changes });

test('a blog that nothing happened to is unchanged, in whatever order it is told of', () => {
  assert.deepEqual(changed({ stacks: ['blog-ghost', 'blog-network'] }), []);
});

test('an object that was changed, made anew, added or removed is named', () => {
  const object = (uid: string, content: string) => ({
    objects: new Map([['ConfigMap/ghost/notes', { uid, content }]]),
  });
  for (const changes of [object('u', 'b'), object('v', 'a'), { objects: new Map() }])
    assert.deepEqual(changed(changes), ['ConfigMap/ghost/notes']);
  const added = new Map([...SIGHT.objects, ['Secret/ghost/new', { uid: 'n', content: '' }]]);
  assert.deepEqual(changed({ objects: added }), ['Secret/ghost/new']);
});

test('a restarted pod, an execution that was started and a stack that went are named', () => {
  assert.deepEqual(changed({ pods: ['p restarted 1'], executions: ['e', 'f'], stacks: ['blog-ghost'] }), [
    'its pods were p restarted 0 and are p restarted 1',
    'its executions were e and are e,f',
    'its stacks were blog-ghost,blog-network and are blog-ghost',
  ]);
});
