import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULT_IDS, faults } from './suites.ts';

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test('faults of the machine alone enter no sandbox', () => {
  const { selftests, scenarios } = faults(['no-go', 'disk-full']);
  assert.deepEqual(ids(selftests), ['no-go', 'disk-full']);
  assert.deepEqual(scenarios, []);
});

test('a fault of the sandbox alone leaves the machine in peace', () => {
  const { selftests, scenarios } = faults(['suspended']);
  assert.deepEqual(selftests, []);
  assert.ok(ids(scenarios).includes('suspended'));
});

test('all faults are those of the machine and those of the sandbox, each under a name of its own', () => {
  const { selftests, scenarios } = faults([]);
  assert.ok(selftests.length > 0 && scenarios.length > 0);
  assert.equal(new Set(FAULT_IDS).size, FAULT_IDS.length);
});
