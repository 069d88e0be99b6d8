import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

/** The instance behind a node. */
interface NodeInstance {
  readonly id: string;
  readonly since: Date;
}

export interface Nodes {
  /**
   * The running instances that EKS Auto Mode has made for a cluster, by the tag that it gives them. ec2:DescribeInstances
   * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
   */
  readonly nodes: (cluster: string) => Promise<readonly NodeInstance[]>;
}

export function openNodes(settings: ClientSettings): Nodes {
  const ec2 = new EC2Client(settings);
  return {
    nodes: async (cluster) => {
      const Filters = [
        { Name: 'tag:eks:eks-cluster-name', Values: [cluster] },
        { Name: 'instance-state-name', Values: ['running'] },
      ];
      const found = await everyPage('reading the nodes', settings.region, async (NextToken) => {
        const answer = await ec2.send(new DescribeInstancesCommand({ Filters, NextToken }));
        return { items: answer.Reservations, next: answer.NextToken };
      });
      return found
        .flatMap(({ Instances = [] }) => Instances)
        .map(({ InstanceId = '', LaunchTime = new Date(0) }) => ({ id: InstanceId, since: LaunchTime }));
    },
  };
}
