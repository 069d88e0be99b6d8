import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STACK_NAMES } from '../../test/support/fixtures.ts';
import { NAME } from '../harness/project.ts';
import { STACKS } from './deployments.ts';

test('a rehearsal looks at every stack of the app', () => {
  const expected = STACK_NAMES.map((name) => `${NAME}-${name.toLowerCase()}`);
  assert.deepEqual(STACKS, expected, 'bring STACKS in rehearsal/scenarios/deployments.ts up to date');
});
