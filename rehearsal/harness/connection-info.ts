import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { SANDBOX_ROOT } from '../sandbox/mounts.ts';
import type { Harness } from './harness.ts';
import { REPOSITORY } from './project.ts';
import { setting } from './settings.ts';

/**
 * How a person reaches what a kept sandbox runs, from another shell of this machine: lines to copy and paste. Writes the
 * kubeconfig that they name.
 * @param door the address outside that leads in, `http://127.0.0.1:PORT`
 */
export async function connectionInfo(harness: Harness, door: string): Promise<string[]> {
  const { folder, cache } = harness.sandbox.plan;
  const authority = harness.sandbox.authority.certificate.replace(SANDBOX_ROOT, folder);
  const { owner, name } = REPOSITORY;
  const cluster = await harness.cluster().catch(() => undefined); // before `deploy` there is none
  const variables = Object.entries({ ...harness.aws.env, AWS_CA_BUNDLE: authority, HTTPS_PROXY: door });
  return [
    ...(cluster ? await waysToCluster(harness, cluster, door, authority) : []),
    `  AWS         export ${variables.map(([key, value]) => `${key}=${value}`).join(' ')}`,
    `  Repository  GIT_SSL_CAINFO=${authority} https_proxy=${door} git clone https://github.com/${owner}/${name}`,
    `  Programs    ${cache.tools} (kubectl, helm)`,
    `  Logs        ${join(folder, 'log')}`,
  ];
}

async function waysToCluster(harness: Harness, cluster: Cluster, door: string, authority: string): Promise<string[]> {
  const { folder, cache } = harness.sandbox.plan;
  await writeFile(join(harness.sandbox.folder, 'kubeconfig'), await kubeconfigThrough(door, cluster), { mode: 0o600 });
  const kubectl = `${cache.tools}/kubectl --kubeconfig ${join(folder, 'kubeconfig')}`;
  const { url } = await harness.site();
  const password = "get secret owner --output jsonpath='{.data.password}' | base64 --decode";
  return [
    `  Kubernetes  ${kubectl} get pods --all-namespaces`,
    `  Blog        curl --proxy ${door} --cacert ${authority} ${url}/`,
    `  Admin area  ${url}/ghost/, as ${await setting(harness, 'OWNER_EMAIL')}; the first password:`,
    `              ${kubectl} --namespace ghost ${password}`,
    `  Browser     set ${door} as its HTTPS proxy, and let it trust ${authority}`,
  ];
}

/** An administrator's kubeconfig that needs no other file, and goes through the door. */
async function kubeconfigThrough(door: string, { kubectl }: Cluster): Promise<string> {
  const flat = JSON.parse(await kubectl(['config', 'view', '--raw', '--flatten', '--output', 'json'])) as {
    readonly clusters: readonly { readonly cluster: object }[];
  };
  const clusters = flat.clusters.map((one) => ({ ...one, cluster: { ...one.cluster, 'proxy-url': door } }));
  return JSON.stringify({ ...flat, clusters }, null, 2);
}
