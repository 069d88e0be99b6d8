import { containersOf } from '../pods.ts';
import { objectRule, type Rule } from '../rule.ts';
import type { Tree } from '../tree.ts';
import { isComplete, labelsOf, podsOf, selects } from './find.ts';

const POLICY_EDIT =
  'add a NetworkPolicy with podSelector: {} and policyTypes: [Ingress, Egress], and allow what is needed in others';
const METADATA_SERVICE = '169.254.169.254/32';

/** Pods may talk to nobody and be talked to by nobody, unless a policy says so. */
export const networksDenyByDefault: Rule = objectRule(
  'denies traffic by default in each namespace',
  ({ object }, fault, tree) => {
    if (object.kind === 'Namespace' && !deniesByDefault(tree, object.metadata.name))
      fault([], 'has no policy that selects every pod for both directions', POLICY_EDIT);
  },
);

function deniesByDefault({ applied }: Tree, namespace: string): boolean {
  return applied.some(({ object: { kind, metadata, ...rest } }) => {
    const { podSelector, policyTypes = [] } = rest.spec ?? {};
    const all = Object.keys(podSelector?.matchLabels ?? {}).length + (podSelector?.matchExpressions ?? []).length === 0;
    const both = ['Ingress', 'Egress'].every((type) => policyTypes.includes(type));
    return kind === 'NetworkPolicy' && metadata.namespace === namespace && all && both;
  });
}

/** Rules that allow everything, and so are no rules. */
export const networksNameWhatTheyAllow: Rule = objectRule('allows traffic by peer and port', ({ object }, fault) => {
  if (object.kind !== 'NetworkPolicy') return;
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [index, rule] of (object.spec?.[direction] ?? []).entries()) {
      const path = ['spec', direction, index];
      if ((rule?.[peers] ?? []).length === 0)
        fault(path, `allows every peer`, `write ${peers}: with the peers that are meant`);
      if ((rule?.ports ?? []).length === 0)
        fault(path, 'allows every port', 'write ports: with the ports that are meant');
      for (const [number, peer] of (rule?.[peers] ?? []).entries()) {
        for (const [what, edit] of tooWide(peer, direction)) fault([...path, peers, number], what, edit);
      }
    }
  }
});

// biome-ignore lint/suspicious/noExplicitAny: a NetworkPolicyPeer as it is written
function* tooWide(peer: any, direction: 'ingress' | 'egress'): Iterable<[what: string, edit: string]> {
  const { ipBlock, namespaceSelector, podSelector } = peer ?? {};
  const selects = namespaceSelector !== undefined || podSelector !== undefined;
  if (ipBlock === undefined && !selects) yield ['names no peer', 'write ipBlock, namespaceSelector or podSelector'];
  if (ipBlock != null && selects) yield ['names addresses and pods at once', 'write a peer for each'];
  const everything = ['0.0.0.0/0', '::/0'].includes(ipBlock?.cidr);
  if (everything && direction === 'ingress')
    yield ['lets the whole internet in', 'write the addresses that may come in'];
  if (everything && direction === 'egress' && !(ipBlock.except ?? []).includes(METADATA_SERVICE))
    yield ["reaches the node's credentials", `write except: [${METADATA_SERVICE}]`];
  const empty = namespaceSelector !== undefined && Object.keys(namespaceSelector ?? {}).length === 0;
  if (empty && podSelector === undefined) yield ['selects every pod of every namespace', 'write matchLabels'];
}

/** Auto Mode enforces no NetworkPolicy while this says otherwise: https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html */
export const networksAreEnforced: Rule = {
  name: 'switches the enforcement of NetworkPolicies on',
  *check({ applied }) {
    const key = 'enable-network-policy-controller';
    const on = applied.some(
      ({ object }) =>
        object.kind === 'ConfigMap' &&
        object.metadata.name === 'amazon-vpc-cni' &&
        object.metadata.namespace === 'kube-system' &&
        object.data?.[key] === 'true',
    );
    if (!on)
      yield {
        where: 'gitops/operators/controllers/network-policy-switch.yaml',
        what: `ConfigMap kube-system/amazon-vpc-cni does not say ${key}: "true"`,
        edit: `write it there: without it no NetworkPolicy is enforced`,
      };
  },
};

/** A policy that selects nothing protects nothing, and one for a port that nobody listens at lets nobody in. */
export const policiesFindPods: Rule = objectRule(
  'has NetworkPolicies for pods and ports that exist',
  ({ object }, fault, tree) => {
    const { kind, metadata, spec } = object;
    const { namespace } = metadata;
    if (kind !== 'NetworkPolicy' || namespace === undefined || !isComplete(tree, namespace)) return;
    const all = podsOf(tree, namespace);
    const pods = all.filter((pod) => selects(spec?.podSelector, labelsOf(pod)));
    if (pods.length === 0 && all.length > 0)
      fault(['spec', 'podSelector'], 'selects no pod', 'write labels of the pods that are meant');
    const ports = pods.flatMap(containersOf).flatMap(({ container }) => container.ports ?? []);
    const known = ports.flatMap(({ name, containerPort }) => [name, containerPort]);
    for (const [index, rule] of (spec?.ingress ?? []).entries())
      for (const [number, { port, endPort }] of (rule?.ports ?? []).entries())
        if (port !== undefined && endPort === undefined && pods.length > 0 && !known.includes(port))
          fault(
            ['spec', 'ingress', index, 'ports', number, 'port'],
            `is ${port}, no port of these pods`,
            `write one of ${known.filter(Boolean).join(', ')}, or declare it as a containerPort`,
          );
  },
);
