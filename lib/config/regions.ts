import { RegionInfo } from 'aws-cdk-lib/region-info';

/** Asked for once: the CDK makes the list anew each time, which takes milliseconds. */
const KNOWN = new Set(RegionInfo.regions.map(({ name }) => name));

/** True for the name of an AWS region that the CDK release in use knows. */
export function isRegion(name: string): boolean {
  return KNOWN.has(name);
}

/**
 * True for a region of the commercial partition. China, GovCloud and the isolated ones have no VPC origins of CloudFront, which the
 * blog is reached through, and no reason brings them there.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export function isCommercial(region: string): boolean {
  return RegionInfo.get(region).partition === 'aws';
}

/**
 * Regions in which CodePipeline can read GitHub through a connection, as AWS documented it in May 2025. Without it the
 * last of the stacks fails, half an hour into the first deployment. An allow-list, so that new regions are out until somebody has
 * looked. A test compares it with the CDK's data about every type of resource that the stacks use.
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

/**
 * Regions to whose buckets CloudFront writes its logs: those that every account has without asking for them. An allow-list, since new
 * ones have to be asked for.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const REGIONS_WITH_ACCESS_LOGS: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
];

/** True when CloudFront writes its logs to buckets of the region. */
export function takesAccessLogs(region: string): boolean {
  return REGIONS_WITH_ACCESS_LOGS.includes(region);
}

/**
 * Zones, by id, that cannot hold the cluster (EKS) or the load balancer behind CloudFront (VPC origins), by region. An
 * account maps its zone names to these ids in a way of its own, so that no name can be refused without asking AWS.
 * EKS's three as of November 2026. VPC origins exclude Tokyo's, Canada's and Seoul's, too; their whole list was not at hand, so
 * that they may refuse a zone which is not here.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 * @see https://github.com/aws-samples/amazon-bedrock-samples/issues/606
 */
const UNUSABLE_ZONES: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'apne1-az3',
  'ap-northeast-2': 'apne2-az1',
  'ca-central-1': 'cac1-az3',
  'us-east-1': 'use1-az3',
  'us-west-1': 'usw1-az2',
};

/** The id of the zone of a region that must not be used; undefined where any three zones do. */
export function unusableZone(region: string): string | undefined {
  return UNUSABLE_ZONES[region];
}
