import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, deployment } from './fault.ts';

const port = (fields: object) => () => withObjects(deployment(podSpec({}, { ports: [fields] })));

export const VALUE_FAULTS: readonly BreaksRule[] = [
  [
    'a unit that is none',
    () =>
      withChanged('Deployment', 'ghost', ({ spec }) =>
        Object.assign(spec.template.spec.containers[0].resources.limits, { memory: '1Gib' }),
      ),
    /deployment\.yaml:\d+$/,
    /limits\.memory is "1Gib"/,
  ],
  [
    'a volume of no size',
    () =>
      withChanged('PersistentVolume', 'ghost-content', ({ spec }) =>
        Object.assign(spec.capacity, { storage: '100GiB' }),
      ),
    /content\.yaml:\d+$/,
    /capacity\.storage is "100GiB"/,
  ],
  [
    'a quantity of nothing',
    () =>
      withChanged('PersistentVolume', 'ghost-content', ({ spec }) =>
        Object.assign(spec, { capacity: { strage: '1Gi' } }),
      ),
    /content\.yaml:\d+$/,
    /capacity\.strage is "1Gi"/,
  ],
  [
    'an annotation among the labels',
    () =>
      withChanged('Deployment', 'ghost', ({ spec }) =>
        Object.assign(spec.template.metadata.labels, { 'karpenter.sh/do-not-disrupt': 'true' }),
      ),
    /deployment\.yaml:\d+$/,
    /is read below annotations/,
  ],
  [
    'a role of a group that is none',
    () => withChanged('RoleBinding', 'onemerge-build', ({ roleRef }) => Object.assign(roleRef, { apiGroup: 'rbac' })),
    /build-access\.yaml:\d+$/,
    /roleRef\.apiGroup is "rbac"/,
  ],
  [
    'rights for a kind that is none',
    () => withChanged('RoleBinding', 'onemerge-build', ({ subjects }) => Object.assign(subjects[0], { kind: 'Grup' })),
    /build-access\.yaml:\d+$/,
    /subjects\[0\]\.kind is "Grup"/,
  ],
  ['a port beyond all', port({ containerPort: 65536 }), /./, /containerPort is 65536/],
  ['a protocol that is none', port({ containerPort: 80, protocol: 'HTTP' }), /./, /protocol is "HTTP"/],
  [
    'a network that is none',
    () =>
      withChanged('NetworkPolicy', 'ghost', ({ spec }) =>
        Object.assign(spec.ingress[0].from[0].ipBlock, { cidr: '10.0.0.0/33' }),
      ),
    /network\.yaml:\d+$/,
    /ipBlock\.cidr is "10\.0\.0\.0\/33"/,
  ],
  [
    'an exception that is no network',
    () =>
      withChanged('NetworkPolicy', 'mail', ({ spec }) =>
        Object.assign(spec.egress[0].to[0].ipBlock, { except: ['169.254.169.254/32', '169.254.170.23'] }),
      ),
    /mail-network\.yaml:\d+$/,
    /except\[1\] is "169\.254\.170\.23"/,
  ],
  [
    'a strategy that is none',
    () => withChanged('Deployment', 'ghost', ({ spec }) => Object.assign(spec.strategy, { type: 'Recreat' })),
    /deployment\.yaml:\d+$/,
    /strategy\.type is "Recreat"/,
  ],
  [
    'a way of access that is none',
    () => withChanged('PersistentVolumeClaim', 'content', ({ spec }) => Object.assign(spec, { accessModes: ['RWX'] })),
    /content\.yaml:\d+$/,
    /accessModes\[0\] is "RWX"/,
  ],
  [
    'a direction that is none',
    () => withChanged('NetworkPolicy', 'mail', ({ spec }) => Object.assign(spec, { policyTypes: ['egress'] })),
    /mail-network\.yaml:\d+$/,
    /policyTypes\[0\] is "egress"/,
  ],
  [
    'an annotation that is misspelt',
    () =>
      withChanged('Namespace', 'ghost', ({ metadata }) =>
        Object.assign(metadata, { annotations: { 'kustomize.tolkit.fluxcd.io/prune': 'disabled' } }),
      ),
    /namespace\.yaml:\d+$/,
    /is no key that anything reads/,
  ],
  [
    'an annotation that Flux does not know',
    () =>
      withChanged('Namespace', 'ghost', ({ metadata }) =>
        Object.assign(metadata, { annotations: { 'kustomize.toolkit.fluxcd.io/keep': 'enabled' } }),
      ),
    /namespace\.yaml:\d+$/,
    /keep is no key that anything reads/,
  ],
  [
    'an annotation that says nothing known',
    () =>
      withChanged('PersistentVolumeClaim', 'content', ({ metadata }) =>
        Object.assign(metadata, { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disable' } }),
      ),
    /content\.yaml:\d+$/,
    /is disable, which its reader does not know/,
  ],
  [
    "an annotation of a pod's template that is misspelt",
    () =>
      withChanged('Deployment', 'ghost', ({ spec }) =>
        Object.assign(spec.template.metadata, { annotations: { 'karpenter.sh/do-not-disrupts': 'true' } }),
      ),
    /deployment\.yaml:\d+$/,
    /do-not-disrupts is no key/,
  ],
];
