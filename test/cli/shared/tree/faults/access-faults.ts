import { withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, object } from './fault.ts';

/** A role or binding of what applies the blog, with one part changed. */
const ofApplier = (kind: string, change: Parameters<typeof withChanged>[2]) => () =>
  withChanged(kind, 'apply-ghost', change);

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
  [
    'a Kustomization whose account nobody makes',
    () => withChanged('Kustomization', 'ghost', ({ spec }) => Object.assign(spec, { serviceAccountName: 'nobody' })),
    /production\/ghost\.yaml:\d+$/,
    /spec\.serviceAccountName is nobody, no ServiceAccount of flux-system/,
  ],
  [
    'a Kustomization whose account is made later',
    () =>
      withChanged('Kustomization', 'ghost', ({ spec }) =>
        Object.assign(spec, { dependsOn: [{ name: 'operators-configs' }] }),
      ),
    /production\/ghost\.yaml:\d+$/,
    /spec\.serviceAccountName is apply-ghost, which the Kustomization database makes/,
  ],
  [
    'a kind that the account of its Kustomization may not apply',
    () => withObjects(object('v1', 'LimitRange', 'spec: { limits: [{ type: Pod, max: { memory: 2Gi } }] }')),
    /./,
    /LimitRange ghost\/extra: kind is applied by ghost as apply-ghost, which may not get, create, patch, delete limitranges in ghost/,
  ],
  [
    'an object of the cluster that the account may not apply',
    () => withObjects(object('scheduling.k8s.io/v1', 'PriorityClass', 'value: 1', '')),
    /./,
    /may not get, create, patch, delete priorityclasses\.scheduling\.k8s\.io of the cluster/,
  ],
  [
    'an object that the account may apply in another namespace',
    () => withObjects(object('v1', 'ConfigMap', '', 'database')),
    /./,
    /may not get, create, patch, delete configmaps in database/,
  ],
  [
    'a verb less',
    ofApplier('Role', ({ rules }) => Object.assign(rules[1], { verbs: ['get', 'create', 'patch'] })),
    /apps\/ghost\/deployment\.yaml:\d+$/,
    /which may not delete deployments\.apps in ghost/,
  ],
  [
    'a Deployment whose pods the account may not see',
    ofApplier('Role', ({ rules }) => rules.pop()),
    /apps\/ghost\/deployment\.yaml:\d+$/,
    /which may not list pods in ghost/,
  ],
  [
    'rights to named objects only',
    ofApplier('ClusterRole', ({ rules }) => Object.assign(rules[0], { resourceNames: ['ghost-content'] })),
    /apps\/ghost\/content\.yaml:\d+$/,
    /which may not get, create, patch persistentvolumes of the cluster/,
  ],
  [
    'rights that are bound to somebody else',
    ofApplier('RoleBinding', ({ subjects }) => Object.assign(subjects[0], { namespace: 'ghost' })),
    /apps\/ghost\/service\.yaml:\d+$/,
    /which may not get, create, patch, delete services in ghost/,
  ],
  [
    'a role in what is applied with few rights',
    () => withObjects(object('rbac.authorization.k8s.io/v1', 'Role', 'rules: []')),
    /./,
    /kind is Role, to which apply-ghost gets no rights/,
  ],
  [
    'a right that nothing needs',
    ofApplier('Role', ({ rules }) => rules.push({ apiGroups: ['batch'], resources: ['jobs'], verbs: ['get'] })),
    /database\/apply-ghost\.yaml:\d+$/,
    /rules\[8\]\.resources\[0\] lets apply-ghost get jobs\.batch in ghost, and nothing that ghost applies needs it/,
  ],
  [
    'a role of Kubernetes for the account of a Kustomization',
    ofApplier('ClusterRoleBinding', ({ roleRef }) => Object.assign(roleRef, { name: 'view' })),
    /database\/apply-ghost\.yaml:\d+$/,
    /roleRef\.name is view, which gives apply-ghost rights that are not in the tree/,
  ],
  ...[
    ['its user', 'User', 'system:serviceaccount:flux-system:apply-ghost'],
    ['the group of its namespace', 'Group', 'system:serviceaccounts:flux-system'],
  ].map(
    ([whom, kind, name]): BreaksRule => [
      `a right for the account of a Kustomization, by ${whom}`,
      () =>
        withChanged('RoleBinding', 'database-user', ({ subjects }) =>
          Object.assign(subjects[0], { apiGroup: 'rbac.authorization.k8s.io', kind, name, namespace: null }),
        ),
      /database\/access\.yaml:\d+$/,
      /lets apply-ghost create secrets in ghost, and nothing that ghost applies needs it/,
    ],
  ),
  [
    'a right in every namespace',
    ofApplier('ClusterRole', ({ rules }) =>
      rules.push({ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'patch'] }),
    ),
    /database\/apply-ghost\.yaml:\d+$/,
    /lets apply-ghost get, patch configmaps of the cluster, and nothing/,
  ],
];
