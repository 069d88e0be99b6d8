import {
  DescribeAvailabilityZonesCommand,
  DescribeRegionsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { DescribeOrderableDBInstanceOptionsCommand, RDSClient } from '@aws-sdk/client-rds';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage, homeRegion } from './ask.ts';

/** A zone under both of its names. */
export interface Zone {
  /** The account's own name for it: `eu-west-1a`. */
  readonly name: string;
  /** The same for every account: `euw1-az3`. */
  readonly id: string;
}

/** A subnet, and how many of its addresses nobody has. */
interface FreeAddresses {
  readonly id: string;
  readonly free: number;
}

/** A database as a template describes it. */
export interface DatabaseKind {
  readonly engine: string;
  /** For example `8.4`. */
  readonly majorVersion: string;
  /** For example `db.t4g.small`. */
  readonly instanceClass: string;
  readonly storageType: string;
}

export interface Network {
  /** Has the account enabled the region? For example `opt-in-not-required`; undefined when it does not know it. ec2:DescribeRegions */
  readonly regionStatus: () => Promise<string | undefined>;
  /** The zones of the region that are open to the account, by name. ec2:DescribeAvailabilityZones */
  readonly zones: () => Promise<readonly Zone[]>;
  /** By the ids of subnets, those that are there. ec2:DescribeSubnets */
  readonly freeAddresses: (subnets: readonly string[]) => Promise<readonly FreeAddresses[]>;
  /** The names of the zones in which RDS offers a database. rds:DescribeOrderableDBInstanceOptions */
  readonly databaseZones: (kind: DatabaseKind) => Promise<readonly string[]>;
}

export function openNetwork(settings: ClientSettings): Network {
  const { region } = settings;
  const ec2 = new EC2Client(settings);
  const rds = new RDSClient(settings);
  // A region that is not enabled answers nobody, so another one is asked.
  const home = new EC2Client({ ...settings, region: homeRegion(region) });
  return {
    regionStatus: async () => {
      const asked = new DescribeRegionsCommand({ RegionNames: [region], AllRegions: true });
      const asking = home.send(asked).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'InvalidParameterValue') return undefined;
        throw error;
      });
      const answer = await askAws(`asking whether ${region} is enabled`, homeRegion(region), asking);
      return answer?.Regions?.find(({ RegionName }) => RegionName === region)?.OptInStatus;
    },
    zones: async () => {
      const Filters = [
        { Name: 'zone-type', Values: ['availability-zone'] },
        { Name: 'state', Values: ['available'] },
      ];
      const found = await everyPage('reading the zones', region, async () => {
        const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand({ Filters }));
        return { items: AvailabilityZones, next: undefined };
      });
      const zones = found.map(({ ZoneName = '', ZoneId = '' }) => ({ name: ZoneName, id: ZoneId }));
      return zones.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    freeAddresses: async (subnets) => {
      // By a filter: an id that nobody has any more would be an error of all.
      const Filters = [{ Name: 'subnet-id', Values: [...subnets] }];
      const found = await everyPage('reading the subnets', region, async (NextToken) => {
        const answer = await ec2.send(new DescribeSubnetsCommand({ Filters, NextToken }));
        return { items: answer.Subnets, next: answer.NextToken };
      });
      return found.map(({ SubnetId = '', AvailableIpAddressCount = 0 }) => ({
        id: SubnetId,
        free: AvailableIpAddressCount,
      }));
    },
    databaseZones: async ({ engine, majorVersion, instanceClass, storageType }) => {
      const options = await everyPage(`reading where RDS offers ${instanceClass}`, region, async (Marker) => {
        const asked = { Engine: engine, DBInstanceClass: instanceClass, Vpc: true, Marker };
        const answer = await rds.send(new DescribeOrderableDBInstanceOptionsCommand(asked));
        return { items: answer.OrderableDBInstanceOptions, next: answer.Marker };
      });
      const fitting = options.filter(
        ({ EngineVersion = '', StorageType }) =>
          `${EngineVersion}.`.startsWith(`${majorVersion}.`) && StorageType === storageType,
      );
      const names = fitting.flatMap(({ AvailabilityZones = [] }) => AvailabilityZones.map(({ Name = '' }) => Name));
      return [...new Set(names)].sort();
    },
  };
}
