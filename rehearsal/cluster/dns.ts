import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterDnsAddress } from '../sandbox/addresses.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { run } from '../shared/process/run.ts';
import { waitFor } from '../shared/process/wait.ts';
import type { Identities } from './identities.ts';
import { inNetwork } from './own-network.ts';
import type { Place } from './place.ts';

/** Where CoreDNS says that it is ready, at the node's address. */
const READY_PORT = 8181;

/**
 * Starts CoreDNS as a program of the node on the cluster's DNS address, as EKS Auto Mode does: there are no DNS pods,
 * so a network policy that looks for them fails here as it would there.
 */
export async function startDns(
  sandbox: Sandbox,
  { network, node }: Place,
  folder: string,
  identities: Identities,
  serviceRange: string,
): Promise<void> {
  const address = clusterDnsAddress(serviceRange);
  const { command, args } = inNetwork(network, 'ip', ['address', 'replace', `${address}/32`, 'dev', 'lo']);
  await run(command, args, { seconds: 10 });
  const file = join(folder, 'Corefile');
  await writeFile(file, corefile([address, node], sandbox.names.file, identities.kubeconfigs.coredns));
  const program = sandbox.start('coredns', join(sandbox.plan.cache.coredns, 'coredns'), ['-conf', file]);
  await waitFor(
    'CoreDNS is ready',
    async () => {
      const answer = await fetch(`http://${node}:${READY_PORT}/ready`, { signal: AbortSignal.timeout(2000) });
      return answer.ok ? true : undefined;
    },
    { seconds: 60, where: program.log, hopeless: () => program.death() },
  );
  // Processes of the node ask at its own address: kube-proxy drops what they send to service addresses without a service.
  if (!network) sandbox.useNameServer(node);
}

/** Names of the sandbox first, then names of the cluster; every other name does not exist. */
function corefile([address, node]: readonly [string, string], hosts: string, kubeconfig: string): string {
  return `.:53 {
  bind ${address} ${node}
  errors
  ready ${node}:${READY_PORT}
  hosts ${hosts} {
    reload 1s
    fallthrough
  }
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${kubeconfig}
    pods insecure
  }
}
`;
}
