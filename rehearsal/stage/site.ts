import { readFileSync } from 'node:fs';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from '../aws/start.ts';
import { startEdge } from '../edge/start.ts';
import { targetGroups } from '../edge/target-groups.ts';
import { type Visitor, visitorOf } from '../edge/visitor.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Room } from '../room/furnish.ts';
import { outputOf } from '../stack/output.ts';
import { readStack } from '../stack/read-stack.ts';
import { NAME } from './project.ts';

/** The blog as its readers reach it. */
export interface Site {
  /** Without a trailing slash. */
  readonly url: string;
  readonly visit: Visitor;
  /** Plays the Ghost stack as it is deployed now, after a deployment may have changed it. */
  readonly refresh: () => Promise<void>;
}

/**
 * Puts the edge in front of the deployed blog, as the Ghost stack describes it.
 * @throws RehearsalError when the stack is not deployed
 */
export async function openSite(room: Room, aws: Aws, cluster: Cluster): Promise<Site> {
  const client = new CloudFormationClient(aws.client);
  const stack = `${NAME}-ghost`;
  const url = (await outputOf(client, stack, 'BlogUrl')).replace(/\/$/, '');
  const tell = targetGroups(new ElasticLoadBalancingV2Client(aws.client));
  const edge = await startEdge(room, cluster, new URL(url).host, await readStack(client, stack), tell);
  const refresh = async () => edge.deploy(await readStack(client, stack));
  return { url, refresh, visit: visitorOf(url, readFileSync(room.authority.certificate, 'utf8')) };
}
