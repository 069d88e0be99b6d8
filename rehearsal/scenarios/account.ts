import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeNetworkInterfacesCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeDBInstancesCommand, DescribeDBSnapshotsCommand, RDSClient } from '@aws-sdk/client-rds';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import type { Aws } from '../fakes/aws/start.ts';
import { askService } from '../harness/ask-service.ts';
import type { Left } from './left.ts';

type Asked = Pick<Aws, 'client'>;

/** The ids of the stacks that stand. */
export async function stackIds({ client }: Asked): Promise<string[]> {
  const { Stacks = [] } = await new CloudFormationClient(client).send(new DescribeStacksCommand({}));
  return Stacks.flatMap(({ StackId }) => StackId ?? []);
}

/** Looks at an account whose stacks were deleted, service by service. @param stacks the ids of those that were there before */
export async function left(aws: Asked, stacks: readonly string[]): Promise<Left> {
  const { client } = aws;
  const [formation, rds, balancing, ec2] = [
    new CloudFormationClient(client),
    new RDSClient(client),
    new ElasticLoadBalancingV2Client(client),
    new EC2Client(client),
  ];
  const all = async <T>(asking: Promise<T>, ids: (answer: T) => readonly (string | undefined)[] | undefined) =>
    (ids(await asking) ?? []).filter((id) => id !== undefined);
  const [standing, kept, ...found] = await Promise.all([
    all(formation.send(new DescribeStacksCommand({})), ({ Stacks }) => Stacks?.map(({ StackName }) => StackName)),
    Promise.all(stacks.map((stack) => keptBy(formation, stack))),
    all(rds.send(new DescribeDBSnapshotsCommand({})), ({ DBSnapshots }) =>
      DBSnapshots?.map(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier),
    ),
    all(rds.send(new DescribeDBInstancesCommand({})), ({ DBInstances }) =>
      DBInstances?.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier),
    ),
    all(new EKSClient(client).send(new ListClustersCommand({})), ({ clusters }) => clusters),
    all(new CloudWatchLogsClient(client).send(new DescribeLogGroupsCommand({})), ({ logGroups }) =>
      logGroups?.map(({ logGroupName }) => logGroupName),
    ),
    all(ec2.send(new DescribeVpcsCommand({})), ({ Vpcs }) =>
      Vpcs?.filter(({ IsDefault }) => !IsDefault).map(({ VpcId }) => VpcId),
    ),
    all(ec2.send(new DescribeNetworkInterfacesCommand({})), ({ NetworkInterfaces }) =>
      NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
    ),
    all(balancing.send(new DescribeLoadBalancersCommand({})), ({ LoadBalancers }) =>
      LoadBalancers?.map(({ LoadBalancerName }) => LoadBalancerName),
    ),
    all(balancing.send(new DescribeTargetGroupsCommand({})), ({ TargetGroups }) =>
      TargetGroups?.map(({ TargetGroupName }) => TargetGroupName),
    ),
    all(new SecretsManagerClient(client).send(new ListSecretsCommand({})), ({ SecretList }) =>
      SecretList?.map(({ Name }) => Name),
    ),
    all(new SSMClient(client).send(new DescribeParametersCommand({})), ({ Parameters }) =>
      Parameters?.map(({ Name }) => Name),
    ),
    buckets(aws),
    roles(aws),
    keys(aws),
  ]);
  const [snapshots, databases, clusters, logGroups, vpcs, networkInterfaces, ...more] = found;
  const [loadBalancers, targetGroups, secrets, parameters, itsBuckets, itsRoles, itsKeys] = more;
  return {
    stacks: standing,
    kept: kept.flat(),
    snapshots,
    databases,
    clusters,
    logGroups,
    vpcs,
    networkInterfaces,
    loadBalancers,
    targetGroups,
    secrets,
    parameters,
    buckets: itsBuckets,
    roles: itsRoles,
    keys: itsKeys,
  };
}

/** What CloudFormation was told to keep of a stack that is gone. */
async function keptBy(formation: CloudFormationClient, stack: string): Promise<Left['kept']> {
  const { StackEvents = [] } = await formation.send(new DescribeStackEventsCommand({ StackName: stack }));
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_SKIPPED').map(
    ({ ResourceType: type = '', PhysicalResourceId: id = '' }) => ({ type, id }),
  );
}

const buckets = async (aws: Asked): Promise<string[]> => namesIn(await askService(aws, 's3', {}), 'Name');

async function roles(aws: Asked): Promise<string[]> {
  const body = 'Action=ListRoles&Version=2010-05-08&MaxItems=1000';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return namesIn(await askService(aws, 'iam', { method: 'POST', headers, body }), 'RoleName');
}

/** The keys of people and of templates that are not about to be deleted. */
async function keys(aws: Asked): Promise<string[]> {
  const ask = async (operation: string, body: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` };
    return JSON.parse(await askService(aws, 'kms', { method: 'POST', headers, body: JSON.stringify(body) }));
  };
  const { Keys } = z.object({ Keys: z.array(z.object({ KeyId: z.string() })) }).parse(await ask('ListKeys', {}));
  const described = z.object({ KeyMetadata: z.object({ KeyManager: z.string(), KeyState: z.string() }) });
  const each = Keys.map(async ({ KeyId }) => {
    const { KeyManager, KeyState } = described.parse(await ask('DescribeKey', { KeyId })).KeyMetadata;
    return KeyManager === 'CUSTOMER' && KeyState !== 'PendingDeletion' ? [KeyId] : [];
  });
  return (await Promise.all(each)).flat();
}

const namesIn = (xml: string, element: string): string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, 'g'))].flatMap(([, name]) => name ?? []);
