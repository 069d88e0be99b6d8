import { type ClusterState, type NetworkPolicy, type Peer, type Pod, type Port, selects } from './objects.ts';

/** The table that the policies live in; it is replaced as a whole, in one transaction. */
export const TABLE = 'inet rehearsal_policies';

type Direction = 'ingress' | 'egress';

/** A pod with an address of its own. */
interface Endpoint {
  readonly pod: Pod;
  readonly address: string;
}

/**
 * Translates network policies into an nftables script. Where the standard leaves room, it follows EKS's agent:
 * an ipBlock means the address and port that the pod dialled, before a service is replaced by one of its pods.
 * @param node - the node's own addresses, from which the kubelet probes: never filtered
 */
export function ruleset(state: ClusterState, node: readonly string[]): string {
  const endpoints = state.pods.flatMap((pod) => {
    const address = pod.status?.podIP;
    const gone = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    return address && !gone && !pod.spec.hostNetwork ? [{ pod, address }] : [];
  });
  const chains: string[] = [];
  const jumps: Record<Direction, string[]> = { ingress: [], egress: [] };
  for (const endpoint of endpoints) {
    for (const direction of ['ingress', 'egress'] as const) {
      const policies = state.policies.filter((policy) => applies(policy, endpoint.pod, direction));
      if (policies.length === 0) continue;
      const rules = policies.flatMap((policy) => policyRules(policy, endpoint, direction, endpoints, state));
      const name = `${direction}_${endpoint.address.replaceAll('.', '_')}`;
      chains.push(`  chain ${name} {\n${rules.map((rule) => `    ${rule}\n`).join('')}    counter drop\n  }`);
      jumps[direction].push(`${endpoint.address} : jump ${name}`);
    }
  }
  const to = jumps.ingress.length > 0 ? [`    ip daddr vmap { ${jumps.ingress.join(', ')} }`] : [];
  const from = jumps.egress.length > 0 ? [`    ip saddr vmap { ${jumps.egress.join(', ')} }`] : [];
  const base = (hook: string, rules: readonly string[]) =>
    `  chain ${hook} {\n    type filter hook ${hook} priority 10\n    ct state established,related accept\n${rules.join('\n')}\n  }`;
  return [
    `table ${TABLE}`,
    `delete table ${TABLE}`,
    `table ${TABLE} {`,
    ...chains,
    base('forward', [...from, ...to]), // pod to pod
    base('input', from), // pod to an address of the sandbox
    base('output', [`    ip saddr { ${node.join(', ')} } accept`, ...to]), // an address of the sandbox to a pod
    '}',
    '',
  ].join('\n');
}

function applies(policy: NetworkPolicy, pod: Pod, direction: Direction): boolean {
  const { policyTypes, podSelector, egress } = policy.spec;
  const types = policyTypes ?? (egress ? ['Ingress', 'Egress'] : ['Ingress']);
  return (
    policy.metadata.namespace === pod.metadata.namespace &&
    types.includes(direction === 'ingress' ? 'Ingress' : 'Egress') &&
    selects(podSelector, pod.metadata.labels)
  );
}

/** The rules that let a policy's connections return to the base chain, which goes on. */
function policyRules(
  policy: NetworkPolicy,
  endpoint: Endpoint,
  direction: Direction,
  endpoints: readonly Endpoint[],
  state: ClusterState,
): string[] {
  const rules =
    direction === 'ingress'
      ? (policy.spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (policy.spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
  return rules.flatMap(({ peers, ports }) => {
    const targets = (other: readonly Endpoint[]) => (direction === 'ingress' ? [endpoint] : other);
    if (!peers || peers.length === 0) return portMatches(ports, targets(endpoints)).map((port) => `${port}return`);
    return peers.flatMap((peer) => {
      if (peer.ipBlock) return blockRules(peer.ipBlock, direction, ports, targets([]));
      const others = endpoints.filter((other) => isPeer(peer, other.pod, policy, state));
      if (others.length === 0) return [];
      const side = direction === 'ingress' ? 'saddr' : 'daddr';
      const addresses = `ip ${side} { ${others.map(({ address }) => address).join(', ')} } `;
      return portMatches(ports, targets(others)).map((port) => `${addresses}${port}return`);
    });
  });
}

function blockRules(
  block: NonNullable<Peer['ipBlock']>,
  direction: Direction,
  ports: readonly Port[] | undefined,
  targets: readonly Endpoint[],
): string[] {
  const address = direction === 'ingress' ? 'ip saddr' : 'ct original ip daddr';
  const except = (block.except ?? []).map((range) => `${address} != ${range} `).join('');
  const dialled = (port: string) =>
    direction === 'egress' ? port.replace(/^(\w+) dport/, 'meta l4proto $1 ct original proto-dst') : port;
  return portMatches(ports, targets).map((port) => `${address} ${block.cidr} ${except}${dialled(port)}return`);
}

function isPeer(peer: Peer, pod: Pod, policy: NetworkPolicy, state: ClusterState): boolean {
  const namespace = state.namespaces.find(({ metadata }) => metadata.name === pod.metadata.namespace);
  const near = peer.namespaceSelector
    ? namespace !== undefined && selects(peer.namespaceSelector, namespace.metadata.labels)
    : pod.metadata.namespace === policy.metadata.namespace;
  return near && selects(peer.podSelector, pod.metadata.labels);
}

/** One match for each port, each ending in a blank; a single empty one when every port is meant; none when a name is unknown. */
function portMatches(ports: readonly Port[] | undefined, targets: readonly Endpoint[]): string[] {
  if (!ports || ports.length === 0) return [''];
  return ports.flatMap(({ protocol = 'TCP', port, endPort }) => {
    const kind = protocol.toLowerCase();
    if (port === undefined) return [`meta l4proto ${kind} `];
    if (typeof port === 'number') return [`${kind} dport ${port}${endPort === undefined ? '' : `-${endPort}`} `];
    const found = targets.flatMap(({ pod }) => pod.spec.containers.flatMap((container) => container.ports ?? []));
    const numbers = found.filter((named) => named.name === port && (named.protocol ?? 'TCP') === protocol);
    return [...new Set(numbers.map(({ containerPort }) => containerPort))].map((number) => `${kind} dport ${number} `);
  });
}
