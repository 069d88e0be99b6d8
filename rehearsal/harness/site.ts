import { readFileSync } from 'node:fs';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster.ts';
import type { Aws } from '../fakes/aws/start.ts';
import { Invalidations } from '../fakes/cloudfront/invalidations.ts';
import type { ReadObject } from '../fakes/cloudfront/origin-call.ts';
import { startCloudFront } from '../fakes/cloudfront/start.ts';
import { type Visitor, visitorOf } from '../fakes/cloudfront/visitor.ts';
import { Deployed, type StackContent } from '../fakes/deployed-stack/deployed.ts';
import { findOutput, outputOf } from '../fakes/deployed-stack/output.ts';
import { readStack } from '../fakes/deployed-stack/read-stack.ts';
import { targetGroups } from '../fakes/load-balancer/target-groups.ts';
import type { Sandbox } from '../sandbox/setup.ts';

/** The blog as its readers reach it. */
export interface Site {
  /** Without a trailing slash. */
  readonly url: string;
  /** Id of its CloudFront distribution. */
  readonly distribution: string;
  readonly visit: Visitor;
  /** Follows the Ghost stack as it is deployed now, after a deployment may have changed it. */
  readonly refresh: () => Promise<void>;
  /** Whether every target of the load balancer has passed its checks. */
  readonly settled: () => boolean;
  /** Ends the distribution, and with it the load balancer: the blog was destroyed. Its names lead nowhere then. */
  readonly close: () => void;
}

/** Whose blog it is, and where it is reached. */
export interface SiteOptions {
  /** The `name` of its config, which its stacks begin with. */
  readonly installation: string;
  /** The address of its distribution. */
  readonly address: string;
  readonly cluster: Cluster;
}

/**
 * Starts the fake CloudFront in front of the deployed blog, as the Ghost stack describes it.
 * @throws RehearsalError when the stack is not deployed
 */
export async function openSite(sandbox: Sandbox, aws: Aws, options: SiteOptions): Promise<Site> {
  const { installation, address, cluster } = options;
  const client = new CloudFormationClient(aws.client);
  const stack = `${installation}-ghost`;
  const url = (await outputOf(client, stack, 'BlogUrl')).replace(/\/$/, '');
  // With a domain, the blog's address is not CloudFront's.
  const own = new URL((await findOutput(client, stack, 'CloudFrontUrl')) ?? url).host;
  const tell = targetGroups(new ElasticLoadBalancingV2Client(aws.client));
  const content = await readStack(client, stack);
  const authority = readFileSync(sandbox.authority.certificate, 'utf8');
  const object: ReadObject = async (bucket, key) => {
    const { body, ...answer } = stored.parse(await aws.ask(`/_rehearsal/objects/${bucket}/${key}`));
    return { ...answer, body: Buffer.from(body, 'base64') };
  };
  const edge = { address, domainName: own, learn: () => refresh() };
  const cloudFront = await startCloudFront(sandbox, edge, cluster, content, tell, object);
  const follow = async () => {
    await cloudFront.deploy(await readStack(client, stack));
    sandbox.names.replace(address, [own, ...(await namesLeadingTo(aws, own))]);
  };
  // One after the other: each may write CloudFront's certificate.
  let last = Promise.resolve();
  const refresh = () => {
    last = last.catch(() => undefined).then(follow);
    return last;
  };
  const distribution = distributionOf(content);
  const invalidations = new Invalidations(new CloudFrontClient(aws.client), distribution);
  const over = new AbortController();
  void invalidations.follow(cloudFront.invalidate, over.signal);
  const visit = visitorOf(url, { authority });
  const close = () => {
    over.abort();
    cloudFront.stop();
    sandbox.names.replace(address, []);
  };
  if (url !== `https://${own}`) await refresh();
  return { url, distribution, refresh, settled: cloudFront.settled, visit, close };
}

/** As the fake AWS tells of an object. */
const stored = z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.base64() });

function distributionOf(stack: StackContent): string {
  const deployed = new Deployed(stack);
  const [id = ''] = deployed.all('AWS::CloudFront::Distribution');
  return deployed.physicalId(id);
}

const records = z.object({ addresses: z.record(z.string(), z.string()) });

/** The names whose records in Route 53 lead to a distribution. @param host the name that CloudFront gave it */
async function namesLeadingTo(aws: Aws, host: string): Promise<string[]> {
  const { addresses } = records.parse(await aws.ask('/_rehearsal/addresses'));
  return Object.keys(addresses).filter((name) => addresses[name] === host);
}
