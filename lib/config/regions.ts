import { RegionInfo } from 'aws-cdk-lib/region-info';

/** True for the name of an AWS region that the CDK release in use knows. */
export function isRegion(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}

/** Regions in which most accounts see only two zones. */
const TWO_ZONE_REGIONS = ['us-west-1'];

/** How many zones of a region every account sees, as far as that may be assumed without asking AWS. */
export function zonesToExpect(region: string): 2 | 3 {
  return TWO_ZONE_REGIONS.includes(region) ? 2 : 3;
}
