import {
  DescribeAddressesCommand,
  DescribeNatGatewaysCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

/** A quota by the codes of Service Quotas. */
interface QuotaCode {
  readonly service: string;
  readonly code: string;
}

export interface Quotas {
  /** What the account may have; undefined when Service Quotas does not know it. servicequotas:GetServiceQuota */
  readonly quota: (code: QuotaCode) => Promise<number | undefined>;
  /** How many addresses the region has. ec2:DescribeAddresses */
  readonly addresses: () => Promise<number>;
  /** How many VPCs the region has. ec2:DescribeVpcs */
  readonly vpcs: () => Promise<number>;
  /** How many NAT gateways the region has, in all its zones. ec2:DescribeNatGateways */
  readonly natGateways: () => Promise<number>;
}

export function openQuotas(settings: ClientSettings): Quotas {
  const { region } = settings;
  const ec2 = new EC2Client(settings);
  const quotas = new ServiceQuotasClient(settings);
  return {
    quota: async ({ service, code }) => {
      const asked = new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code });
      const asking = quotas.send(asked).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'NoSuchResourceException') return undefined;
        throw error;
      });
      return (await askAws(`reading the quota ${service} ${code}`, region, asking))?.Quota?.Value;
    },
    addresses: async () => {
      const { Addresses = [] } = await askAws(
        'reading the addresses',
        region,
        ec2.send(new DescribeAddressesCommand({})),
      );
      return Addresses.length;
    },
    vpcs: async () => {
      const found = await everyPage('reading the VPCs', region, async (NextToken) => {
        const answer = await ec2.send(new DescribeVpcsCommand({ NextToken }));
        return { items: answer.Vpcs, next: answer.NextToken };
      });
      return found.length;
    },
    natGateways: async () => {
      const Filter = [{ Name: 'state', Values: ['pending', 'available', 'deleting'] }];
      const found = await everyPage('reading the NAT gateways', region, async (NextToken) => {
        const answer = await ec2.send(new DescribeNatGatewaysCommand({ Filter, NextToken }));
        return { items: answer.NatGateways, next: answer.NextToken };
      });
      return found.length;
    },
  };
}
