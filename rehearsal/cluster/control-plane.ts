import { join } from 'node:path';
import type { Sandbox } from '../sandbox/setup.ts';
import { waitFor } from '../shared/process/wait.ts';
import { connectApi } from './api.ts';
import type { Identities } from './identities.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { Place } from './place.ts';
import type { Starts } from './recording.ts';

const ETCD = 'http://127.0.0.1:2379';
const ETCD_PEER = 'http://127.0.0.1:2380';

/** Seconds that an API server may take; it takes three on an idle machine. */
const TIMEOUT_SECONDS = 120;

export interface ControlPlaneOptions {
  readonly serviceRange: string;
  /** Who is asked about bearer tokens that Kubernetes itself did not issue: EKS's token authenticator. */
  readonly authenticationWebhook?: { readonly url: string; readonly authority?: string };
}

/** Starts etcd and the API server, and returns when the API server is ready. */
export async function startApiServer(
  sandbox: Starts,
  place: Pick<Place, 'kubernetes'>,
  folder: string,
  identities: Identities,
  options: ControlPlaneOptions,
): Promise<void> {
  const etcd = sandbox.start('etcd', 'etcd', etcdArguments(folder), { cwd: folder });
  const flags = await apiServerArguments(place, folder, identities, options);
  const server = sandbox.start('kube-apiserver', 'kube-apiserver', flags, { cwd: folder });
  const api = await connectApi(identities.kubeconfigs.admin);
  try {
    await waitFor(
      'the API server becomes ready',
      async () => {
        const { status, text } = await api.ask('GET', '/readyz');
        if (status === 200) return true;
        throw new Error(text);
      },
      { seconds: TIMEOUT_SECONDS, where: server.log, hopeless: () => server.death() ?? etcd.death() },
    );
  } finally {
    api.close();
  }
}

/** Starts what acts on the API server's objects. */
export function startControllers(sandbox: Sandbox, folder: string, identities: Identities): void {
  const start = (name: string, args: string[]) => sandbox.start(name, name, args, { cwd: folder });
  start('kube-controller-manager', [
    `--kubeconfig=${identities.kubeconfigs['kube-controller-manager']}`,
    '--leader-elect=false',
    `--service-account-private-key-file=${identities.serviceAccounts.key}`,
    `--root-ca-file=${identities.authority}`,
    '--use-service-account-credentials=true',
    `--flex-volume-plugin-dir=${join(folder, 'volume-plugins')}`, // the default is a folder of the machine
    '--bind-address=127.0.0.1',
    `--cert-dir=${join(folder, 'kube-controller-manager')}`,
  ]);
  start('kube-scheduler', [
    `--kubeconfig=${identities.kubeconfigs['kube-scheduler']}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--cert-dir=${join(folder, 'kube-scheduler')}`,
  ]);
}

function etcdArguments(folder: string): string[] {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${ETCD}`,
    `--advertise-client-urls=${ETCD}`,
    `--listen-peer-urls=${ETCD_PEER}`,
    `--initial-advertise-peer-urls=${ETCD_PEER}`,
    `--initial-cluster=default=${ETCD_PEER}`,
    '--unsafe-no-fsync', // a rehearsal does not outlive a power cut
    '--log-level=warn',
  ];
}

async function apiServerArguments(
  { kubernetes }: Pick<Place, 'kubernetes'>,
  folder: string,
  identities: Identities,
  options: ControlPlaneOptions,
): Promise<string[]> {
  const webhook = options.authenticationWebhook;
  return [
    `--etcd-servers=${ETCD}`,
    `--bind-address=${kubernetes}`,
    `--advertise-address=${kubernetes}`,
    '--secure-port=443', // as on EKS: policies that allow 443 reach it
    `--tls-cert-file=${identities.server.certificate}`,
    `--tls-private-key-file=${identities.server.key}`,
    `--client-ca-file=${identities.authority}`,
    `--kubelet-client-certificate=${identities.admin.certificate}`,
    `--kubelet-client-key=${identities.admin.key}`,
    '--kubelet-preferred-address-types=InternalIP',
    `--service-account-key-file=${identities.serviceAccounts.public}`,
    `--service-account-signing-key-file=${identities.serviceAccounts.key}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-cluster-ip-range=${options.serviceRange}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged=true',
    ...(webhook
      ? [
          `--authentication-token-webhook-config-file=${await writeKubeconfig(join(folder, 'webhook.kubeconfig'), {
            server: webhook.url,
            ...(webhook.authority ? { authority: webhook.authority } : {}),
          })}`,
          '--authentication-token-webhook-version=v1',
          '--authentication-token-webhook-cache-ttl=2s', // a revoked access entry shows at once
        ]
      : []),
  ];
}
