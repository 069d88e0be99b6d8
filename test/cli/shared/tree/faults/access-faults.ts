import { withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, object } from './fault.ts';

export const ACCESS_FAULTS: readonly BreaksRule[] = [
  ['a Secret', () => withObjects(object('v1', 'Secret', 'stringData: { password: x }')), /./, /is a Secret in Git/],
  [
    'a Secret that SOPS encrypted',
    () => withObjects(object('v1', 'Secret', 'sops: {}')),
    /./,
    /SOPS, which this app does not set up/,
  ],
  [
    'a binding to cluster-admin',
    () =>
      withObjects(
        object(
          'rbac.authorization.k8s.io/v1',
          'ClusterRoleBinding',
          'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }',
          '',
        ),
      ),
    /./,
    /roleRef\.name is cluster-admin/,
  ],
  [
    'a RoleBinding to edit',
    () =>
      withObjects(
        object(
          'rbac.authorization.k8s.io/v1',
          'RoleBinding',
          'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }',
        ),
      ),
    /./,
    /roleRef\.name is edit/,
  ],
  [
    'a binding of everybody',
    () =>
      withObjects(
        object(
          'rbac.authorization.k8s.io/v1',
          'RoleBinding',
          'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: a }\nsubjects: [{ kind: Group, name: system:unauthenticated, apiGroup: rbac.authorization.k8s.io }]',
        ),
      ),
    /./,
    /is system:unauthenticated/,
  ],
  [
    'a role that may do everything',
    () =>
      withObjects(
        object('rbac.authorization.k8s.io/v1', 'Role', 'rules: [{ apiGroups: [""], resources: ["*"], verbs: [get] }]'),
      ),
    /./,
    /rules\[0\]\.resources says everything/,
  ],
  [
    'a role that may become another',
    () =>
      withObjects(
        object(
          'rbac.authorization.k8s.io/v1',
          'Role',
          'rules: [{ apiGroups: [""], resources: [users], verbs: [impersonate] }]',
        ),
      ),
    /./,
    /impersonate, a way to more rights/,
  ],
  [
    'a role that reads Secrets',
    () =>
      withObjects(
        object(
          'rbac.authorization.k8s.io/v1',
          'Role',
          'rules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]',
        ),
      ),
    /./,
    /resources has secrets/,
  ],
  ...(
    [
      ['a role that reads one Secret and does not write it', 'Role', 'resourceNames: [a], verbs: [get]'],
      ['a role that creates Secrets and reads them', 'Role', 'verbs: [create, get]'],
      ['a role that lists Secrets by a name', 'Role', 'resourceNames: [a], verbs: [list, patch]'],
      ['a role that writes a Secret in every namespace', 'ClusterRole', 'resourceNames: [a], verbs: [patch]'],
    ] as const
  ).map(([title, kind, rule]): BreaksRule => {
    const rules = `rules: [{ apiGroups: [""], resources: [secrets], ${rule} }]`;
    const namespace = kind === 'Role' ? 'ghost' : '';
    return [
      title,
      () => withObjects(object('rbac.authorization.k8s.io/v1', kind, rules, namespace)),
      /./,
      /has secrets/,
    ];
  }),
  [
    'a role that collects others',
    () => withObjects(object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'aggregationRule: {}\nrules: []', '')),
    /./,
    /aggregationRule collects/,
  ],
  [
    'a LoadBalancer',
    () => withChanged('Service', 'ghost', ({ spec }) => Object.assign(spec, { type: 'LoadBalancer' })),
    /service\.yaml/,
    /spec\.type is LoadBalancer/,
  ],
  [
    'a NodePort',
    () => withChanged('Service', 'ghost', ({ spec }) => Object.assign(spec, { type: 'NodePort' })),
    /service\.yaml/,
    /spec\.type is NodePort/,
  ],
  [
    'an address from outside',
    () => withChanged('Service', 'ghost', ({ spec }) => Object.assign(spec, { externalIPs: ['1.2.3.4'] })),
    /service\.yaml/,
    /externalIPs takes over addresses/,
  ],
  ['an Ingress', () => withObjects(object('networking.k8s.io/v1', 'Ingress', 'spec: {}')), /./, /kind is Ingress/],
  [
    'a Gateway',
    () => withObjects(object('gateway.networking.k8s.io/v1', 'Gateway', 'spec: {}')),
    /./,
    /kind is Gateway/,
  ],
  ...['pods/exec', 'serviceaccounts/token', 'nodes/proxy', 'pods/ephemeralcontainers'].map(
    (resource): BreaksRule => [
      `a right to ${resource}`,
      () =>
        withObjects(
          object(
            'rbac.authorization.k8s.io/v1',
            'Role',
            `rules: [{ apiGroups: [""], resources: ["${resource}"], verbs: [get, create] }]`,
          ),
        ),
      /./,
      new RegExp(`rules\\[0\\]\\.resources has ${resource}, a way to more rights`),
    ],
  ),
];
