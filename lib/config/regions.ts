import { RegionInfo } from 'aws-cdk-lib/region-info';

/** True for the name of an AWS region that the CDK release in use knows. */
export function isRegion(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}

/**
 * Regions in which CodePipeline can read GitHub through a connection, as AWS documented it in May 2025. Without it the
 * last of the stacks fails, half an hour into the first deployment. An allow-list, so that new regions and the other
 * partitions (China, GovCloud, the isolated ones) are out until somebody has looked.
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
const REGIONS_WITH_CONNECTIONS: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
];

/** True when CodePipeline is documented to read GitHub in the region. */
export function hasConnections(region: string): boolean {
  return REGIONS_WITH_CONNECTIONS.includes(region);
}

/** Regions in which most accounts see only two zones. */
const TWO_ZONE_REGIONS = ['us-west-1'];

/** How many zones of a region every account sees, as far as that may be assumed without asking AWS. */
export function zonesToExpect(region: string): 2 | 3 {
  return TWO_ZONE_REGIONS.includes(region) ? 2 : 3;
}
