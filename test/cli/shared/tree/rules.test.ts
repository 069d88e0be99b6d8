import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultsOf, faultsOfObjects } from '../../../../cli/shared/tree/check.ts';
import type { Fault } from '../../../../cli/shared/tree/fault.ts';
import type { Rule } from '../../../../cli/shared/tree/rule.ts';
import { FILE_RULES, OBJECT_RULES, SHAPE_RULES } from '../../../../cli/shared/tree/rules.ts';
import { SOUND, withChanged } from '../../../support/broken-tree.ts';
import { ACCESS_FAULTS } from './faults/access-faults.ts';
import { ADMISSION_FAULTS } from './faults/admission-faults.ts';
import { API_FAULTS } from './faults/api-faults.ts';
import { FILE_FAULTS } from './faults/file-faults.ts';
import { FLUX_FAULTS } from './faults/flux-faults.ts';
import { IMAGE_FAULTS } from './faults/image-faults.ts';
import { NAME_FAULTS } from './faults/name-faults.ts';
import { NETWORK_FAULTS } from './faults/network-faults.ts';
import { OWNER_FAULTS } from './faults/owner-faults.ts';
import { POD_FAULTS } from './faults/pod-faults.ts';
import { REFERENCE_FAULTS } from './faults/reference-faults.ts';
import { SCHEMA_FAULTS } from './faults/schema-faults.ts';
import { VALUE_FAULTS } from './faults/value-faults.ts';

const FAULTS = [
  ...SCHEMA_FAULTS,
  ...NAME_FAULTS,
  ...OWNER_FAULTS,
  ...FLUX_FAULTS,
  ...ACCESS_FAULTS,
  ...IMAGE_FAULTS,
  ...POD_FAULTS,
  ...NETWORK_FAULTS,
  ...ADMISSION_FAULTS,
  ...FILE_FAULTS,
  ...REFERENCE_FAULTS,
  ...VALUE_FAULTS,
  ...API_FAULTS,
];

const ABOUT_OBJECTS = [...SHAPE_RULES, ...OBJECT_RULES];
const ALL = [...FILE_RULES, ...ABOUT_OBJECTS];

const known = new Map<number, ReadonlyMap<Rule, readonly Fault[]>>();

/** What each rule finds in a broken tree of the table, looked for once. */
function foundIn(index: number): ReadonlyMap<Rule, readonly Fault[]> {
  const before = known.get(index);
  if (before) return before;
  const broken = FAULTS[index]?.[1]() ?? SOUND;
  // The rules of files see no object, and nothing in the files as they are: a test below says so.
  const rules = broken.files === SOUND.files ? ABOUT_OBJECTS : ALL;
  const found = new Map(rules.map((rule) => [rule, faultsOf(broken, [rule])]));
  known.set(index, found);
  return found;
}

describe('the rules of gitops/', () => {
  for (const [index, [title, , where, what]] of FAULTS.entries()) {
    test(`find ${title}, say where, and what to write`, () => {
      const faults = [...foundIn(index).values()].flat();
      const found = faults.find((fault) => what.test(fault.what));
      assert.ok(found, `found only: ${JSON.stringify(faults, undefined, 1)}`);
      assert.match(found.where, where);
      assert.match(found.where, /^gitops\//);
      assert.notEqual(found.edit, '');
    });
  }

  test('find nothing in the tree as it is', () => {
    assert.deepEqual(faultsOf(SOUND, ALL), []);
    assert.deepEqual(faultsOf({ ...SOUND, applied: [] }, FILE_RULES), [], 'nor in its files alone');
  });

  test('ask what objects say only of those that have the shape of their kind', () => {
    const misshapen = withChanged('Deployment', 'ghost', ({ spec }) =>
      Object.assign(spec, { template: 'none', replicsa: 1 }),
    );
    const faults = faultsOfObjects(misshapen);
    assert.ok(faults.length > 0);
    for (const { what } of faults) assert.match(what, /^Deployment ghost\/ghost: spec\.(?:template|replicsa) /);
  });

  for (const rule of ALL) {
    test(`each find something above: ${rule.name}`, () => {
      assert.ok(
        FAULTS.some((_, index) => (foundIn(index).get(rule) ?? []).length > 0),
        'add a fault for it to the table',
      );
    });
  }
});
