import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareStacks, namingInfrastructure } from './stack-changes.ts';

const resource = (impact: string) => [{ stack: 'Ghost', id: 'Files', impact }];
const moved = (how: 'added' | 'changed' | 'removed' | 'replaced', logicalId = 'Files') => [
  { stack: 'Ghost', logicalId, how },
];

test('a resource that goes its foretold way is no fault', () => {
  assert.deepEqual(compareStacks(resource('updated'), moved('changed'), []), []);
  assert.deepEqual(compareStacks(resource('changed'), moved('changed'), []), []);
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
  assert.deepEqual(compareStacks([], moved('changed', 'Settings'), ['Ghost/Settings']), []);
  assert.deepEqual(compareStacks([], moved('replaced', 'Settings'), ['Ghost/Settings']), [
    'Ghost/Settings was replaced, which nobody foretold',
  ]);
});

test('the settings are known by the fingerprint of the infrastructure in them', () => {
  const resources = { Settings: { Manifest: 'INFRASTRUCTURE_0123456789ab: complete' }, Bucket: {} };
  assert.deepEqual(namingInfrastructure(resources), ['Settings']);
});
