import { CloudFrontClient, ListDistributionsCommand, ListVpcOriginsCommand } from '@aws-sdk/client-cloudfront';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

/** What lets CloudFront into a VPC. */
interface VpcOrigin {
  readonly name: string;
  /** For example `Deployed`. */
  readonly status: string;
}

export interface Edge {
  /** The VPC origins of the account. cloudfront:ListVpcOrigins */
  readonly vpcOrigins: () => Promise<readonly VpcOrigin[]>;
  /** How many distributions the account has. cloudfront:ListDistributions */
  readonly distributions: () => Promise<number>;
}

export function openEdge(settings: ClientSettings): Edge {
  const client = new CloudFrontClient(settings);
  return {
    vpcOrigins: async () => {
      const found = await everyPage('listing the VPC origins', settings.region, async (Marker) => {
        const { VpcOriginList: list } = await client.send(new ListVpcOriginsCommand({ Marker }));
        return { items: list?.Items, next: list?.NextMarker };
      });
      return found.map(({ Name = '', Status = '' }) => ({ name: Name, status: Status }));
    },
    distributions: async () => {
      const found = await everyPage('listing the distributions', settings.region, async (Marker) => {
        const { DistributionList: list } = await client.send(new ListDistributionsCommand({ Marker }));
        return { items: list?.Items, next: list?.NextMarker };
      });
      return found.length;
    },
  };
}
