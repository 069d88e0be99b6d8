import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installedOf } from '../../scanners/installed.ts';

const BOM = {
  components: ['library@1', 'shared@1', 'tester@1', 'of-tester@1'].map((ref) => ({ 'bom-ref': ref })),
  dependencies: [
    { ref: 'library@1', dependsOn: ['shared@1'] },
    { ref: 'shared@1', dependsOn: ['library@1'] },
    { ref: 'tester@1', dependsOn: ['shared@1', 'of-tester@1'] },
  ],
};

describe('of the packages in the list', () => {
  test('what the build installs stays, also where a test depends on it', () => {
    const { components, dependencies } = installedOf(BOM, ['library@1']);
    assert.deepEqual(components, [{ 'bom-ref': 'library@1' }, { 'bom-ref': 'shared@1' }]);
    assert.deepEqual(
      dependencies.map(({ ref }) => ref),
      ['library@1', 'shared@1'],
    );
  });

  test('one that npm does not list is an error, and no shorter list', () =>
    assert.throws(() => installedOf(BOM, ['library@2']), /npm lists no library@2: run npm ci/));
});
