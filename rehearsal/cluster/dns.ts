import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADDRESSES, clusterDnsAddress } from '../sandbox/addresses.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { run } from '../shared/process/run.ts';
import { waitFor } from '../shared/process/wait.ts';
import type { Identities } from './identities.ts';

/**
 * Starts CoreDNS as a program of the node on the cluster's DNS address, as EKS Auto Mode does: there are no DNS pods,
 * so a network policy that looks for them fails here as it would there.
 */
export async function startDns(
  sandbox: Sandbox,
  folder: string,
  identities: Identities,
  serviceRange: string,
): Promise<void> {
  const address = clusterDnsAddress(serviceRange);
  await run('ip', ['address', 'replace', `${address}/32`, 'dev', 'lo'], { seconds: 10 });
  const file = join(folder, 'Corefile');
  await writeFile(file, corefile(address, sandbox.names.file, identities.kubeconfigs.coredns));
  const program = sandbox.start('coredns', join(sandbox.plan.cache.coredns, 'coredns'), ['-conf', file]);
  await waitFor(
    'CoreDNS is ready',
    async () => {
      const answer = await fetch('http://127.0.0.1:8181/ready', { signal: AbortSignal.timeout(2000) });
      return answer.ok ? true : undefined;
    },
    { seconds: 60, where: program.log, hopeless: () => program.death() },
  );
  // Processes of the node ask at its own address: kube-proxy drops what they send to service addresses without a service.
  sandbox.useNameServer(ADDRESSES.node);
}

/** Names of the sandbox first, then names of the cluster; every other name does not exist. */
function corefile(address: string, hosts: string, kubeconfig: string): string {
  return `.:53 {
  bind ${address} ${ADDRESSES.node}
  errors
  ready 127.0.0.1:8181
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
