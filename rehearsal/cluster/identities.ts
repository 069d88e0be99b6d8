import { join } from 'node:path';
import { apiServiceAddress } from '../sandbox/addresses.ts';
import type { Authority, Certificate, Subject } from '../sandbox/authority.ts';
import { run } from '../shared/process/run.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { Place } from './place.ts';

/** The only node's name. */
export const NODE_NAME = 'node';

/** Who talks to the API server, under the names that Kubernetes gives rights to. */
const CLIENTS = {
  admin: { commonName: 'admin', organization: 'system:masters' },
  'kube-controller-manager': { commonName: 'system:kube-controller-manager' },
  'kube-scheduler': { commonName: 'system:kube-scheduler' },
  kubelet: { commonName: `system:node:${NODE_NAME}`, organization: 'system:nodes' },
  'kube-proxy': { commonName: 'system:kube-proxy' },
  coredns: { commonName: 'rehearsal:coredns' },
  'network-policies': { commonName: 'rehearsal:network-policies' },
} as const satisfies Record<string, Subject>;

/** The cluster's certificates, keys and kubeconfigs: paths. */
export interface Identities {
  readonly endpoint: string;
  readonly authority: string;
  readonly server: Certificate;
  /** By which pods know the kubelet, as on EKS: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/ */
  readonly kubeletServer: Certificate;
  readonly admin: Certificate;
  readonly networkPolicies: Certificate;
  /** Signs the tokens of ServiceAccounts; the public half checks them. */
  readonly serviceAccounts: { readonly key: string; readonly public: string };
  readonly kubeconfigs: Readonly<Record<Exclude<keyof typeof CLIENTS, 'network-policies'>, string>>;
}

/** Issues everything that a cluster needs before its first program starts. */
export async function issueIdentities(
  authority: Authority,
  { kubernetes, node }: Pick<Place, 'kubernetes' | 'node'>,
  folder: string,
  serviceRange: string,
): Promise<Identities> {
  const endpoint = `https://${kubernetes}`;
  const service = [
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ];
  const hosts = [kubernetes, apiServiceAddress(serviceRange), ...service];
  const server = await authority.issue('kube-apiserver', { commonName: 'kube-apiserver', hosts });
  const kubeletServer = await authority.issue('kubelet-server', {
    commonName: `system:node:${NODE_NAME}`,
    organization: 'system:nodes',
    hosts: [node, NODE_NAME],
  });
  const key = join(folder, 'service-accounts.key');
  const publicKey = join(folder, 'service-accounts.pub');
  await run('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key], { seconds: 30 });
  await run('openssl', ['ec', '-in', key, '-pubout', '-out', publicKey], { seconds: 30 });
  const client = async (name: keyof typeof CLIENTS) => {
    const certificate = await authority.issue(name, CLIENTS[name]);
    const path = join(folder, `${name}.kubeconfig`);
    return {
      certificate,
      path: await writeKubeconfig(path, { server: endpoint, authority: authority.certificate, client: certificate }),
    };
  };
  const [admin, controllers, scheduler, kubelet, proxy, dns, policies] = await Promise.all([
    client('admin'),
    client('kube-controller-manager'),
    client('kube-scheduler'),
    client('kubelet'),
    client('kube-proxy'),
    client('coredns'),
    client('network-policies'),
  ]);
  return {
    endpoint,
    authority: authority.certificate,
    server,
    kubeletServer,
    admin: admin.certificate,
    networkPolicies: policies.certificate,
    serviceAccounts: { key, public: publicKey },
    kubeconfigs: {
      admin: admin.path,
      'kube-controller-manager': controllers.path,
      'kube-scheduler': scheduler.path,
      kubelet: kubelet.path,
      'kube-proxy': proxy.path,
      coredns: dns.path,
    },
  };
}
