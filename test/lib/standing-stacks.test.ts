import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standingStacks } from '../../lib/standing-stacks.ts';

test('reads the names that the build passes on, and no name from an empty list', () => {
  assert.deepEqual(standingStacks('blog-network,blog-cluster'), ['blog-network', 'blog-cluster']);
  assert.deepEqual(standingStacks(''), []);
});

test('knows of no standing stack when a person deploys without the list', () => {
  assert.deepEqual(standingStacks(undefined), []);
});
