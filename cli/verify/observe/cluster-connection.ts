import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { clientSettings } from '../../shared/client-settings.ts';
import type { AwsAccess } from './aws-access.ts';
import { clusterTokens } from './cluster-token.ts';
import type { ClusterConnection } from './kubernetes-api.ts';
import { Unreadable } from './unreadable.ts';

/**
 * How to reach an EKS cluster, with the caller's own identity.
 * @throws Unreadable while the cluster is being made
 */
export async function clusterConnection(access: AwsAccess, name: string): Promise<ClusterConnection> {
  const { region, lookup, own } = access;
  const client = new EKSClient(clientSettings(region, lookup));
  const { cluster } = await client.send(new DescribeClusterCommand({ name }));
  const authority = cluster?.certificateAuthority?.data;
  if (cluster?.endpoint === undefined || authority === undefined) {
    throw new Unreadable(`the cluster ${name} has no endpoint: it is ${cluster?.status ?? 'not there'}`, {
      help: `aws eks describe-cluster --region ${region} --name ${name}`,
      finalAfterSeconds: 900,
    });
  }
  return {
    endpoint: cluster.endpoint,
    certificateAuthority: Buffer.from(authority, 'base64').toString(),
    token: clusterTokens(name, region, own),
  };
}
