import { withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, policy } from './fault.ts';

export const NETWORK_FAULTS: readonly BreaksRule[] = [
  [
    'a peer that is nobody',
    () => withObjects(policy('policyTypes: [Ingress], ingress: [{ from: [{}], ports: [{ port: 1 }] }]')),
    /./,
    /from\[0\] names no peer/,
  ],
  [
    'a peer of two kinds',
    () =>
      withObjects(
        policy(
          'policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }], ports: [{ port: 1 }] }]',
        ),
      ),
    /./,
    /to\[0\] names addresses and pods at once/,
  ],
  [
    'a namespace without a policy',
    () =>
      withObjects(
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: extra, labels: { pod-security.kubernetes.io/enforce: restricted } }',
      ),
    /./,
    /has no policy that selects every pod for both directions/,
  ],
  [
    'a default that forgets one direction',
    () => withChanged('NetworkPolicy', 'default-deny', ({ spec }) => Object.assign(spec, { policyTypes: ['Ingress'] })),
    /namespace\.yaml/,
    /has no policy that selects every pod/,
  ],
  [
    'everything out',
    () => withObjects(policy('policyTypes: [Egress], egress: [{}]')),
    /./,
    /spec\.egress\[0\] allows every peer/,
  ],
  [
    'everything in',
    () => withObjects(policy('policyTypes: [Ingress], ingress: [{}]')),
    /./,
    /spec\.ingress\[0\] allows every peer/,
  ],
  [
    'the internet in',
    () =>
      withObjects(
        policy(
          'policyTypes: [Ingress], ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 80 }] }]',
        ),
      ),
    /./,
    /lets the whole internet in/,
  ],
  [
    "the node's credentials",
    () =>
      withObjects(
        policy('policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 80 }] }]'),
      ),
    /./,
    /reaches the node's credentials/,
  ],
  [
    'every namespace',
    () =>
      withObjects(
        policy('policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }]'),
      ),
    /./,
    /selects every pod of every namespace/,
  ],
  [
    'policies that are not enforced',
    () =>
      withChanged('ConfigMap', 'amazon-vpc-cni', (o) =>
        Object.assign(o.data, { 'enable-network-policy-controller': 'false' }),
      ),
    /network-policy-switch\.yaml/,
    /does not say enable-network-policy-controller: "true"/,
  ],
];
