import { DescribeManagedPrefixListsCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';

/** A rule of a security group that lets somebody in. */
export interface Ingress {
  /** The ports, `8080-8081`; `all` without a limit. */
  readonly ports: string;
  /** Ids of prefix lists, groups, and networks. */
  readonly from: readonly string[];
}

export interface Door {
  /** The ids of the prefix lists of a name. ec2:DescribeManagedPrefixLists */
  readonly prefixLists: (name: string) => Promise<readonly string[]>;
  /** Whom a security group lets in. ec2:DescribeSecurityGroups */
  readonly ingress: (groupId: string) => Promise<readonly Ingress[]>;
}

export function openDoor(settings: ClientSettings): Door {
  const { region } = settings;
  const ec2 = new EC2Client(settings);
  return {
    prefixLists: async (name) => {
      const Filters = [{ Name: 'prefix-list-name', Values: [name] }];
      const asking = ec2.send(new DescribeManagedPrefixListsCommand({ Filters }));
      const { PrefixLists = [] } = await askAws(`reading the prefix list ${name}`, region, asking);
      return PrefixLists.filter((list) => list.PrefixListName === name).map(({ PrefixListId = '' }) => PrefixListId);
    },
    ingress: async (groupId) => {
      const asking = ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }));
      const { SecurityGroups: [group] = [] } = await askAws(`reading the security group ${groupId}`, region, asking);
      return (group?.IpPermissions ?? []).map((rule) => ({
        ports: rule.FromPort === undefined ? 'all' : `${rule.FromPort}-${rule.ToPort}`,
        from: [
          ...(rule.PrefixListIds ?? []).map(({ PrefixListId = '' }) => PrefixListId),
          ...(rule.IpRanges ?? []).map(({ CidrIp = '' }) => CidrIp),
          ...(rule.Ipv6Ranges ?? []).map(({ CidrIpv6 = '' }) => CidrIpv6),
          ...(rule.UserIdGroupPairs ?? []).map(({ GroupId = '' }) => GroupId),
        ],
      }));
    },
  };
}
