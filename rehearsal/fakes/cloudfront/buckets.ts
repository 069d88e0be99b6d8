import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';
import { NotEmulatedError } from '../deployed-stack/not-emulated.ts';

/** A bucket that requests go to, which only CloudFront reads. */
export interface BucketOrigin {
  readonly id: string;
  /** Its name. */
  readonly bucket: string;
}

export const bucketOriginShape = z.strictObject({
  ConnectionAttempts: z.number().optional(),
  ConnectionTimeout: z.number().optional(),
  DomainName: z.unknown(),
  Id: z.string(),
  OriginAccessControlId: z.unknown(),
  S3OriginConfig: z.strictObject({ OriginAccessIdentity: z.literal('').optional() }),
});

const accessControl = z.object({
  OriginAccessControlConfig: z.object({
    OriginAccessControlOriginType: z.literal('s3'),
    SigningBehavior: z.literal('always'),
    SigningProtocol: z.literal('sigv4'),
  }),
});

const policy = z.object({
  Bucket: z.unknown(),
  PolicyDocument: z.object({
    Statement: z.array(
      z.object({ Effect: z.string(), Action: z.unknown(), Principal: z.unknown(), Condition: z.unknown().optional() }),
    ),
  }),
});

/**
 * Follows an origin to its bucket.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 * @throws NotEmulatedError where the way ends: no signature, or a policy that does not let this distribution read
 */
export function bucketOrigin(
  one: z.infer<typeof bucketOriginShape>,
  distribution: string,
  deployed: Deployed,
): BucketOrigin {
  const control = deployed.required(one.OriginAccessControlId, distribution);
  deployed.properties(control, 'AWS::CloudFront::OriginAccessControl', accessControl);
  const bucket = deployed.required(one.DomainName, distribution);
  if (!mayRead(bucket, distribution, deployed)) {
    throw new NotEmulatedError('no policy of it lets CloudFront read for this distribution', bucket);
  }
  return { id: one.Id, bucket: deployed.physicalId(bucket) };
}

function mayRead(bucket: string, distribution: string, deployed: Deployed): boolean {
  const type = 'AWS::S3::BucketPolicy';
  return deployed.all(type).some((id) => {
    const { Bucket, PolicyDocument } = deployed.properties(id, type, policy);
    if (deployed.target(Bucket) !== bucket) return false;
    return PolicyDocument.Statement.some(
      ({ Effect, Action, Principal, Condition }) =>
        Effect === 'Allow' &&
        JSON.stringify(Action).includes('s3:GetObject') &&
        JSON.stringify(Principal).includes('cloudfront.amazonaws.com') &&
        JSON.stringify(Condition ?? '').includes(`{"Ref":"${distribution}"}`),
    );
  });
}
