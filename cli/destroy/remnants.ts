import {
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type NetworkInterface,
  type Tag,
} from '@aws-sdk/client-ec2';
import {
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { everyPage } from '../doctor/account/ask.ts';
import { askAws } from '../shared/ask-aws.ts';
import type { ClientSettings } from '../shared/client-settings.ts';

/** What a service of AWS has made in the blog's VPC. No template knows it, and as long as it is there the VPC stays. */
export interface Remnant {
  readonly kind: 'target group' | 'network interface' | 'security group';
  readonly id: string;
  /** What AWS calls it, or says of it. */
  readonly name: string;
  /** Whether something still uses it: then AWS lets go of it by itself, or never. */
  readonly inUse: boolean;
}

export interface Remnants {
  /** Those of a VPC, in the order in which they can go. @throws CommandError */
  readonly find: (vpc: string) => Promise<readonly Remnant[]>;
  /** @throws CommandError when AWS refuses */
  readonly remove: (remnant: Remnant) => Promise<void>;
}

/** One in each VPC with a VPC origin. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html */
const OF_CLOUDFRONT = 'CloudFront-VPCOrigins-Service-SG';

/** EKS names a cluster's own group so, with a number at the end. https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html */
const isOfCluster = (name: string, group: string): boolean =>
  group.startsWith(`eks-cluster-sg-${name}-`) && /^\d+$/.test(group.slice(`eks-cluster-sg-${name}-`.length));

/** The load balancer controller of EKS names what it makes so. */
const OF_KUBERNETES = 'k8s-';

/** @param cluster its name */
export function openRemnants(cluster: string, settings: ClientSettings): Remnants {
  const { region } = settings;
  const ec2 = new EC2Client(settings);
  const balancers = new ElasticLoadBalancingV2Client(settings);

  const targetGroups = async (vpc: string): Promise<Remnant[]> => {
    const all = await everyPage('reading the target groups', region, async (Marker) => {
      const answer = await balancers.send(new DescribeTargetGroupsCommand({ Marker }));
      return { items: answer.TargetGroups, next: answer.NextMarker };
    });
    return all
      .filter(({ VpcId, TargetGroupName = '' }) => VpcId === vpc && TargetGroupName.startsWith(OF_KUBERNETES))
      .map(({ TargetGroupArn: id = '', TargetGroupName: name = '', LoadBalancerArns = [] }) => ({
        kind: 'target group',
        id,
        name,
        inUse: LoadBalancerArns.length > 0,
      }));
  };

  const interfaces = async (vpc: string): Promise<Remnant[]> => {
    const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
    const all = await everyPage('reading the network interfaces', region, async (NextToken) => {
      const answer = await ec2.send(new DescribeNetworkInterfacesCommand({ Filters, NextToken }));
      return { items: answer.NetworkInterfaces, next: answer.NextToken };
    });
    return all.filter(({ TagSet }) => !isOfStack(TagSet)).map(asRemnant);
  };

  const securityGroups = async (vpc: string): Promise<Remnant[]> => {
    const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
    const all = await everyPage('reading the security groups', region, async (NextToken) => {
      const answer = await ec2.send(new DescribeSecurityGroupsCommand({ Filters, NextToken }));
      return { items: answer.SecurityGroups, next: answer.NextToken };
    });
    return all
      .filter(({ GroupName = '' }) => GroupName === OF_CLOUDFRONT || isOfCluster(cluster, GroupName))
      .filter(({ Tags }) => !isOfStack(Tags))
      .map(({ GroupId: id = '', GroupName: name = '' }) => ({ kind: 'security group', id, name, inUse: false }));
  };

  return {
    find: async (vpc) => [...(await targetGroups(vpc)), ...(await interfaces(vpc)), ...(await securityGroups(vpc))],
    remove: async ({ kind, id }) => {
      const removing =
        kind === 'target group'
          ? balancers.send(new DeleteTargetGroupCommand({ TargetGroupArn: id }))
          : kind === 'network interface'
            ? ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: id }))
            : ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
      await askAws<unknown>(`deleting the ${kind} ${id}`, region, removing);
    },
  };
}

/** CloudFormation removes what is of a stack, this blog's or somebody else's. */
const isOfStack = (tags: readonly Tag[] = []): boolean =>
  tags.some(({ Key }) => Key === 'aws:cloudformation:stack-name');

const asRemnant = ({ NetworkInterfaceId = '', Description, Status }: NetworkInterface): Remnant => ({
  kind: 'network interface',
  id: NetworkInterfaceId,
  name: Description || 'without a description',
  inUse: Status !== 'available',
});
