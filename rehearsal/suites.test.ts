import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DRILL_IDS, drills } from './suites.ts';

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

test('drills of the machine alone enter no room', () => {
  const { machineDrills, acts } = drills(['no-go', 'disk-full']);
  assert.deepEqual(ids(machineDrills), ['no-go', 'disk-full']);
  assert.deepEqual(acts, []);
});

test('a drill of the room alone leaves the machine in peace', () => {
  const { machineDrills, acts } = drills(['suspended']);
  assert.deepEqual(machineDrills, []);
  assert.ok(ids(acts).includes('suspended'));
});

test('all drills are those of the machine and those of the room, each under a name of its own', () => {
  const { machineDrills, acts } = drills([]);
  assert.ok(machineDrills.length > 0 && acts.length > 0);
  assert.equal(new Set(DRILL_IDS).size, DRILL_IDS.length);
});
