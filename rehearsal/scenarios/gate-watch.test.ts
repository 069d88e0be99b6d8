import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathsOf } from './gate-watch.ts';

const TABLE = `configmaps              cm           v1                  true    ConfigMap
deployments             deploy       apps/v1             true    Deployment
namespaces              ns           v1                  false   Namespace
clusterrolebindings                  rbac.authorization.k8s.io/v1   false   ClusterRoleBinding
`;

test('kinds are followed at the paths that the API server has for them, and no others', () => {
  assert.deepEqual(
    pathsOf(TABLE, new Set(['ConfigMap', 'Deployment.apps', 'ClusterRoleBinding.rbac.authorization.k8s.io'])),
    ['/api/v1/configmaps', '/apis/apps/v1/deployments', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'],
  );
});
