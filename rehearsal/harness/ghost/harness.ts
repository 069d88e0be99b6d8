import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { CONTRACT_VALUES } from '../../../cli/shared/rendering/contract-values.ts';
import type { Settings } from '../../../lib/settings.ts';
import { connectApi } from '../../cluster/api.ts';
import { type Cluster, startCluster } from '../../cluster/cluster.ts';
import { contentFolder } from '../../cluster/content.ts';
import { MailServer } from '../../fakes/mail/server.ts';
import { startRegistries } from '../../fakes/registry/start.ts';
import { ADDRESSES, clusterDnsAddress } from '../../sandbox/addresses.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import type { Steps } from '../../shared/steps.ts';
import { installAutoMode } from '../auto-mode.ts';
import { render } from '../rendered-tree.ts';
import { type GhostDatabase, startGhostDatabase } from './database.ts';
import { ghostObjects } from './objects.ts';
import { PodWatch } from './pod-watch.ts';
import { DATABASE_USER, MAIL_HOST, SECRETS } from './settings.ts';
import { type GhostSite, openGhostSite, synthesizeGhost } from './site.ts';
import { GhostWorkload } from './workload.ts';

/** The range of EKS's services. */
const SERVICE_RANGE = '172.20.0.0/16';

/** Everything that Ghost's own scenarios run on: the blog in a real cluster, without AWS and without Flux. */
export interface GhostHarness {
  readonly sandbox: Sandbox;
  readonly cluster: Cluster;
  /** The settings that the blog is rendered with when a scenario changes none. */
  readonly settings: Settings;
  readonly database: GhostDatabase;
  /** A name of the database's server that its certificate is not for. */
  readonly otherDatabaseHost: string;
  readonly site: GhostSite;
  readonly mail: MailServer;
  readonly blog: GhostWorkload;
  /** The folder behind the blog's volume. */
  readonly content: string;
  /** Ends the blog's pod, and throws away what it has kept: database and content. */
  readonly reset: () => Promise<void>;
}

/** Sets Ghost's harness inside a sandbox: registry, database, mail service, a cluster with its node, and CloudFront. */
export async function startGhostHarness(sandbox: Sandbox, steps: Steps): Promise<GhostHarness> {
  const starting = startCluster(sandbox, { name: 'ghost', serviceRange: SERVICE_RANGE });
  starting.catch(() => undefined); // awaited below
  await steps.run('start the registry', () => startRegistries(sandbox));
  const { database, host, otherHost } = await steps.run('start the database', () => startGhostDatabase(sandbox));
  const stack = await steps.run('synthesize the Ghost stack', synthesizeGhost);
  const mail = await steps.run('start a mail service', () => startMail(sandbox));
  const cluster = await steps.run('start the cluster', async () => {
    const made = await starting;
    await installAutoMode(sandbox, made.kubectl);
    await made.node;
    return made;
  });
  const site = await steps.run('start CloudFront', () => openGhostSite(sandbox, cluster, stack));
  const settings: Settings = {
    ...CONTRACT_VALUES,
    SITE_URL: site.url,
    SITE_HOST: new URL(site.url).host,
    DATABASE_HOST: host,
    DATABASE_CA_BUNDLE: readFileSync(sandbox.authority.certificate).toString('base64'),
    GHOST_TARGET_GROUP_ARN: site.targetGroupArn,
    CLUSTER_DNS_ADDRESS: clusterDnsAddress(SERVICE_RANGE),
  };
  const { kubectl, access, kubeconfig } = cluster;
  const tools = { watch: PodWatch.follow(access), api: await connectApi(kubeconfig), kubectl, reached: site.reached };
  const blog = new GhostWorkload(tools, ({ settings: changed, secrets }) =>
    ghostObjects(render(sandbox, { ...settings, ...changed }), { ...SECRETS, ...secrets }, DATABASE_USER),
  );
  const content = contentFolder(sandbox, settings.CONTENT_FILE_SYSTEM_ID, settings.CONTENT_ACCESS_POINT_ID);
  const reset = async () => {
    await blog.stop();
    await database.reset();
    await rm(content, { recursive: true, force: true });
  };
  return { sandbox, cluster, settings, database, otherDatabaseHost: otherHost, site, mail, blog, content, reset };
}

async function startMail(sandbox: Sandbox): Promise<MailServer> {
  sandbox.names.add(ADDRESSES.mail, [MAIL_HOST]);
  const certificate = await sandbox.authority.issue('mail', { commonName: 'mail', hosts: [MAIL_HOST] });
  return await MailServer.open(ADDRESSES.mail, 587, certificate);
}
