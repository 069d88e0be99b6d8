import { FLUX_NAMESPACE } from '../../../lib/names.ts';
import type { Attempt, Somebody } from './impersonation.ts';
import type { Limit } from './limit.ts';

/** As Flux acts when it applies the blog. */
const APPLY_GHOST: Somebody = {
  user: `system:serviceaccount:${FLUX_NAMESPACE}:apply-ghost`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${FLUX_NAMESPACE}`, 'system:authenticated'],
};

const RBAC = 'rbac.authorization.k8s.io';

const tries = (what: string, tried: Attempt, expected: Limit['expected']): Limit => ({
  what: `what applies the blog ${what}`,
  who: APPLY_GHOST,
  tried,
  expected,
});

/** @param collection the path of the API without its root, where objects of this kind are made */
function makes(apiVersion: string, kind: string, collection: string, expected: Limit['expected'], more: object = {}) {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const body = { apiVersion, kind, metadata: { name: 'tried' }, ...more };
  return tries(`makes ${collection}`, { method: 'POST', path: `${root}/${collection}`, body }, expected);
}

const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' };

function makesVolume(what: string, source: object, namespace: string, expected: Limit['expected']): Limit {
  const spec = {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteMany'],
    claimRef: { name: 'tried', namespace },
    ...source,
  };
  const body = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'tried' }, spec };
  return tries(`makes ${what}`, { method: 'POST', path: '/api/v1/persistentvolumes', body }, expected);
}

const EFS = { csi: { driver: 'efs.csi.aws.com', volumeHandle: 'fs-1::fsap-1' } };

/** What the account may do that applies gitops/apps/ghost, and what a manifest there cannot do. */
export const LIMITS_OF_APPLY_GHOST: readonly Limit[] = [
  makes('v1', 'ConfigMap', 'namespaces/ghost/configmaps', 'allowed'),
  makesVolume('a volume of EFS for the blog', EFS, 'ghost', 'allowed'),
  makesVolume('a volume of EFS for another namespace', EFS, 'database', 'onemerge-apply-ghost'),
  makesVolume("a volume of a node's folder", { hostPath: { path: '/' } }, 'ghost', 'onemerge-apply-ghost'),
  ...['database', 'external-secrets', 'kube-system', FLUX_NAMESPACE].flatMap((namespace) => [
    makes('v1', 'ConfigMap', `namespaces/${namespace}/configmaps`, 'rights'),
    makes('apps/v1', 'Deployment', `namespaces/${namespace}/deployments`, 'rights'),
  ]),
  ...['ghost', 'database', FLUX_NAMESPACE].flatMap((namespace) => [
    makes('v1', 'Secret', `namespaces/${namespace}/secrets`, 'rights'),
    makes(`${RBAC}/v1`, 'Role', `namespaces/${namespace}/roles`, 'rights', { rules: [] }),
    makes(`${RBAC}/v1`, 'RoleBinding', `namespaces/${namespace}/rolebindings`, 'rights', { roleRef }),
    tries(
      `reads Secrets of ${namespace}`,
      { method: 'GET', path: `/api/v1/namespaces/${namespace}/secrets` },
      'rights',
    ),
  ]),
  makes(`${RBAC}/v1`, 'ClusterRole', 'clusterroles', 'rights', { rules: [] }),
  makes(`${RBAC}/v1`, 'ClusterRoleBinding', 'clusterrolebindings', 'rights', { roleRef }),
  makes('v1', 'Namespace', 'namespaces', 'rights'),
  tries(
    "takes a token of Flux's",
    {
      method: 'POST',
      path: `/api/v1/namespaces/${FLUX_NAMESPACE}/serviceaccounts/kustomize-controller/token`,
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: [] } },
    },
    'rights',
  ),
  tries(
    'has Flux apply it with all rights',
    {
      method: 'PATCH',
      path: `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${FLUX_NAMESPACE}/kustomizations/ghost`,
      body: { spec: { serviceAccountName: null } },
    },
    'rights',
  ),
  tries(
    'lifts its own limit',
    {
      method: 'PATCH',
      path: '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/onemerge-apply-ghost',
      body: { spec: { validations: [] } },
    },
    'rights',
  ),
  tries(
    'deletes the claim of the uploads',
    { method: 'DELETE', path: '/api/v1/namespaces/ghost/persistentvolumeclaims/content' },
    'rights',
  ),
];
