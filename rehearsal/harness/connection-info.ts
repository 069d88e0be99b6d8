import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { SANDBOX_ROOT } from '../sandbox/mounts.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import type { GhostHarness } from './ghost/harness.ts';
import type { Harness } from './harness.ts';
import { REPOSITORY } from './project.ts';
import { setting } from './settings.ts';

/** A blog that runs in a cluster. */
interface RunningBlog {
  readonly sandbox: Sandbox;
  readonly cluster: Cluster;
  readonly url: string;
  readonly ownerEmail: string;
}

/**
 * How a person reaches what a kept sandbox runs, from another shell of this machine: lines to copy and paste. Writes the
 * kubeconfig that they name.
 * @param door the address outside that leads in, `http://127.0.0.1:PORT`
 */
export async function connectionInfo(harness: Harness, door: string): Promise<string[]> {
  const { sandbox } = harness;
  const authority = authorityOf(sandbox);
  const { owner, name } = REPOSITORY;
  const cluster = await harness.cluster().catch(() => undefined); // before `deploy` there is none
  const variables = Object.entries({ ...harness.aws.env, AWS_CA_BUNDLE: authority, HTTPS_PROXY: door });
  return [
    ...(cluster ? await waysToBlog(await running(harness, cluster), door) : []),
    `  AWS         export ${variables.map(([key, value]) => `${key}=${value}`).join(' ')}`,
    `  Repository  GIT_SSL_CAINFO=${authority} https_proxy=${door} git clone https://github.com/${owner}/${name}`,
    ...files(sandbox),
  ];
}

/** The same for Ghost's own harness. */
export async function ghostConnectionInfo(harness: GhostHarness, door: string): Promise<string[]> {
  const { sandbox, cluster, site, settings } = harness;
  const blog = { sandbox, cluster, url: site.url, ownerEmail: settings.OWNER_EMAIL };
  return [...(await waysToBlog(blog, door)), ...files(sandbox)];
}

async function running(harness: Harness, cluster: Cluster): Promise<RunningBlog> {
  const { url } = await harness.site();
  return { sandbox: harness.sandbox, cluster, url, ownerEmail: await setting(harness, 'OWNER_EMAIL') };
}

async function waysToBlog({ sandbox, cluster, url, ownerEmail }: RunningBlog, door: string): Promise<string[]> {
  const { folder, cache } = sandbox.plan;
  const authority = authorityOf(sandbox);
  await writeFile(join(sandbox.folder, 'kubeconfig'), await kubeconfigThrough(door, cluster), { mode: 0o600 });
  const kubectl = `${cache.tools}/kubectl --kubeconfig ${join(folder, 'kubeconfig')}`;
  const password = "get secret owner --output jsonpath='{.data.password}' | base64 --decode";
  return [
    `  Kubernetes  ${kubectl} get pods --all-namespaces`,
    `  Blog        curl --proxy ${door} --cacert ${authority} ${url}/`,
    `  Admin area  ${url}/ghost/, as ${ownerEmail}; the first password:`,
    `              ${kubectl} --namespace ghost ${password}`,
    `  Browser     set ${door} as its HTTPS proxy, and let it trust ${authority}`,
  ];
}

function files({ plan: { folder, cache } }: Sandbox): string[] {
  return [`  Programs    ${cache.tools} (kubectl, helm)`, `  Logs        ${join(folder, 'log')}`];
}

/** The authority's certificate, as its path is outside. */
function authorityOf({ authority, plan }: Sandbox): string {
  return authority.certificate.replace(SANDBOX_ROOT, plan.folder);
}

/** An administrator's kubeconfig that needs no other file, and goes through the door. */
async function kubeconfigThrough(door: string, { kubectl }: Cluster): Promise<string> {
  const flat = JSON.parse(await kubectl(['config', 'view', '--raw', '--flatten', '--output', 'json'])) as {
    readonly clusters: readonly { readonly cluster: object }[];
  };
  const clusters = flat.clusters.map((one) => ({ ...one, cluster: { ...one.cluster, 'proxy-url': door } }));
  return JSON.stringify({ ...flat, clusters }, null, 2);
}
