import { SHORT_NAME, SHORT_NAME_FIX } from './short-name.ts';

/**
 * What AWS lets no name begin with. CloudFormation makes the names of security groups and buckets of the stack's, and that of the blog's.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const KEPT: readonly (readonly [prefix: string, by: string])[] = [
  ['sg-', 'EC2 keeps for ids of security groups'],
  ['sthree-', 'S3 keeps for itself'],
  ['amzn-s3-demo-', 'S3 keeps for examples'],
];

/** Why a text cannot be the blog's name, as an edit; undefined when it can. */
export function blogNameFault(name: string): string | undefined {
  if (!SHORT_NAME.test(name)) return SHORT_NAME_FIX;
  const kept = KEPT.find(([prefix]) => `${name}-`.startsWith(prefix));
  return kept && `begin it with something else than "${kept[0]}", which ${kept[1]}; names of AWS begin with the blog's`;
}
