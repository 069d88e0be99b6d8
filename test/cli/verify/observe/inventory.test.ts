import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../../../cli/verify/observe/inventory.ts';
import { fluxObject } from '../../../../cli/verify/observe/kubernetes-objects.ts';

const listed = (...ids: string[]) =>
  inventoryOf(
    fluxObject.parse({
      metadata: { name: 'ghost' },
      spec: {},
      status: { inventory: { entries: ids.map((id) => ({ id, v: 'v1' })) } },
    }),
  );

describe('an inventory', () => {
  test('lists objects with namespace, name, group, kind and version', () => {
    assert.deepEqual(listed('ghost_database_external-secrets.io_ExternalSecret'), [
      { group: 'external-secrets.io', version: 'v1', kind: 'ExternalSecret', namespace: 'ghost', name: 'database' },
    ]);
  });

  test('lists objects of the cluster, and of the group that has no name', () => {
    assert.deepEqual(
      listed('_ghost__Namespace').map(({ namespace, name, group, kind }) => [namespace, name, group, kind]),
      [['', 'ghost', '', 'Namespace']],
    );
  });

  test('lists names with a colon, which only roles have', () => {
    assert.deepEqual(
      listed('_system__reader_rbac.authorization.k8s.io_ClusterRole').map(({ name, group }) => [name, group]),
      [['system:reader', 'rbac.authorization.k8s.io']],
    );
  });
});
