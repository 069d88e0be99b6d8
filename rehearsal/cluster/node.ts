import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterDnsAddress } from '../sandbox/addresses.ts';
import { makeCgroup } from '../sandbox/cgroups.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import type { Program } from '../shared/process/program.ts';
import { waitFor } from '../shared/process/wait.ts';
import { startContainerd } from './containerd.ts';
import { type Identities, NODE_NAME } from './identities.ts';
import type { Kubectl } from './kubectl.ts';
import { type Place, placeCgroup } from './place.ts';

/** Seconds that a node may take to become Ready; it takes eight on an idle machine. */
const TIMEOUT_SECONDS = 120;

/** The kubelet's root folder below the cluster's folder. */
export function kubeletFolder(folder: string): string {
  return join(folder, 'kubelet');
}

/** Starts container runtime, kubelet and kube-proxy. The node registers itself; `waitForNode` says when it is Ready. */
export async function startNode(
  sandbox: Sandbox,
  place: Place,
  folder: string,
  identities: Identities,
  serviceRange: string,
): Promise<void> {
  const socket = await startContainerd(sandbox, place, folder);
  makeCgroup(placeCgroup(sandbox.plan.id, place));
  await mkdir(kubeletFolder(folder), { recursive: true });
  const write = async (name: string, value: unknown) => {
    await writeFile(join(folder, name), JSON.stringify(value, null, 2));
    return join(folder, name);
  };
  const kubelet = kubeletConfiguration(sandbox, place, { folder, socket, identities, serviceRange });
  const kubeletConfig = await write('kubelet.json', kubelet);
  const proxyConfig = await write('kube-proxy.json', proxyConfiguration(place, identities));
  const options = { env: sandbox.nodeEnv, cwd: folder };
  sandbox.start(
    'kubelet',
    'kubelet',
    [
      `--config=${kubeletConfig}`,
      `--kubeconfig=${identities.kubeconfigs.kubelet}`,
      `--hostname-override=${NODE_NAME}`,
      `--node-ip=${place.node}`,
      `--root-dir=${kubeletFolder(folder)}`,
      `--cert-dir=${join(folder, 'kubelet-certificates')}`,
    ],
    options,
  );
  sandbox.start('kube-proxy', 'kube-proxy', [`--config=${proxyConfig}`], options);
}

/** Waits until the node is Ready. */
export async function waitForNode(kubectl: Kubectl, programs: readonly Program[]): Promise<void> {
  const path = '{.status.conditions[?(@.type=="Ready")].status}';
  const deaths = () => programs.map((program) => program.death()).find((death) => death !== undefined);
  await waitFor(
    'the node becomes Ready',
    async () => ((await kubectl(['get', 'node', NODE_NAME, '-o', `jsonpath=${path}`])) === 'True' ? true : undefined),
    { seconds: TIMEOUT_SECONDS, every: 300, hopeless: deaths },
  );
}

interface KubeletParts {
  readonly folder: string;
  readonly socket: string;
  readonly identities: Identities;
  readonly serviceRange: string;
}

function kubeletConfiguration(sandbox: Sandbox, place: Place, parts: KubeletParts) {
  const { folder, socket, identities, serviceRange } = parts;
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    containerRuntimeEndpoint: `unix://${socket}`,
    address: place.node,
    tlsCertFile: identities.kubeletServer.certificate,
    tlsPrivateKeyFile: identities.kubeletServer.key,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: identities.authority },
    },
    authorization: { mode: 'Webhook' },
    cgroupDriver: 'cgroupfs',
    cgroupRoot: placeCgroup(sandbox.plan.id, place),
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    featureGates: { KubeletInUserNamespace: true }, // settings that the machine refuses are logged, not fatal
    makeIPTablesUtilChains: false,
    clusterDNS: [clusterDnsAddress(serviceRange)],
    clusterDomain: 'cluster.local',
    resolvConf: '',
    volumePluginDir: join(sandbox.folder, 'volume-plugins'), // the default is a folder of the machine
    // A kubelet removes logs of pods that it does not know: the other cluster's must not be among them.
    ...(place.network ? { podLogsDir: join(folder, 'pod-logs') } : {}),
    evictionHard: { 'memory.available': '100Mi' }, // a full disk of the machine must not evict pods
    imageGCHighThresholdPercent: 100,
    nodeStatusUpdateFrequency: '4s',
    shutdownGracePeriod: '0s',
  };
}

function proxyConfiguration({ pods }: Place, identities: Identities) {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: identities.kubeconfigs['kube-proxy'] },
    mode: 'nftables',
    clusterCIDR: pods,
    hostnameOverride: NODE_NAME,
    // Connection tracking is sized for the whole machine; the sandbox leaves it alone.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
}
