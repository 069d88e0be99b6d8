import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import { type ClientSettings, everyPage } from './ask.ts';

export interface Edge {
  /** How many distributions the account has. cloudfront:ListDistributions */
  readonly distributions: () => Promise<number>;
}

export function openEdge(settings: ClientSettings): Edge {
  const client = new CloudFrontClient(settings);
  return {
    distributions: async () => {
      const found = await everyPage('listing the distributions', settings.region, async (Marker) => {
        const { DistributionList: list } = await client.send(new ListDistributionsCommand({ Marker }));
        return { items: list?.Items, next: list?.NextMarker };
      });
      return found.length;
    },
  };
}
