import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';
import { NotEmulatedError } from '../deployed-stack/not-emulated.ts';
import { type BucketOrigin, bucketOrigin, bucketOriginShape } from './buckets.ts';
import type { ErrorTimes } from './cache/errors.ts';
import { type CachePolicy, cachePolicy } from './cache/policy.ts';
import { type ErrorPages, errorPages, errorResponses, errorTimes } from './error-responses.ts';
import { type Forwarding, forwarding } from './forwarding.ts';
import { type Origin, origin, originShape } from './origins.ts';
import { type AddedHeader, addedHeaders } from './response-headers.ts';
import { associations, type ViewerFunction, viewerFunction } from './viewer-function.ts';

/** What happens to requests whose path matches. */
export type Behavior = Forwarded | OfBucket;

/** They go to the load balancer. */
export interface Forwarded extends Rule {
  readonly origin: Origin;
}

interface OfBucket extends Rule {
  readonly origin: BucketOrigin;
}

interface Rule {
  /** CloudFront's path pattern; `*` for the default. */
  readonly pattern: string;
  readonly methods: readonly string[];
  readonly viewerProtocol: 'allow-all' | 'https-only' | 'redirect-to-https';
  readonly cachePolicy: CachePolicy;
  /** Whether CloudFront compresses what the origin has not. */
  readonly compress: boolean;
  readonly errorTimes: ErrorTimes;
  readonly errorPages: ErrorPages;
  readonly forwarding: Forwarding;
  readonly addedHeaders: readonly AddedHeader[];
  readonly viewerFunction: ViewerFunction;
}

/** Whether requests go to the load balancer, and not to a bucket. */
export const isForwarded = (behavior: Behavior): behavior is Forwarded => !('bucket' in behavior.origin);

const behavior = z.strictObject({
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  CachedMethods: z.array(z.string()).optional(),
  CachePolicyId: z.unknown(),
  Compress: z.boolean().default(false),
  FunctionAssociations: associations,
  OriginRequestPolicyId: z.unknown().optional(),
  PathPattern: z.string().optional(),
  ResponseHeadersPolicyId: z.unknown().optional(),
  TargetOriginId: z.string(),
  ViewerProtocolPolicy: z.enum(['allow-all', 'https-only', 'redirect-to-https']),
});

/** Strict, so that a part of CloudFront that nobody emulates (a Lambda function, an origin group) is an error, not a green rehearsal. */
const distribution = z.strictObject({
  DistributionConfig: z.strictObject({
    Aliases: z.array(z.unknown()).optional(),
    CacheBehaviors: z.array(behavior).default([]),
    Comment: z.string().optional(),
    CustomErrorResponses: errorResponses,
    DefaultCacheBehavior: behavior,
    Enabled: z.literal(true),
    HttpVersion: z.string().optional(),
    IPV6Enabled: z.boolean().optional(),
    Logging: z.unknown().optional(),
    Origins: z.array(z.union([originShape, bucketOriginShape])),
    PriceClass: z.string().optional(),
    ViewerCertificate: z.unknown().optional(),
    WebACLId: z.unknown().optional(),
  }),
  Tags: z.unknown().optional(),
});

const TYPE = 'AWS::CloudFront::Distribution';

/** The behaviors of the stack's only distribution in the order in which CloudFront tries them, the default last. */
export function distributionRules(deployed: Deployed): Behavior[] {
  const ids = deployed.all(TYPE);
  const [id] = ids;
  if (!id || ids.length > 1)
    throw new NotEmulatedError(`exactly one ${TYPE} is emulated, the stack has ${ids.length}`, 'Resources');
  const { DistributionConfig: config } = deployed.properties(id, TYPE, distribution);
  const origins = new Map(
    config.Origins.map((one) => [
      one.Id,
      'S3OriginConfig' in one ? bucketOrigin(one, id, deployed) : origin(one, id, deployed),
    ]),
  );
  return [...config.CacheBehaviors, config.DefaultCacheBehavior].map((one) => {
    const found = origins.get(one.TargetOriginId);
    if (!found) throw new NotEmulatedError(`a behavior names the origin ${one.TargetOriginId}, which is not there`, id);
    const policy = cachePolicy(one.CachePolicyId, deployed);
    if ('bucket' in found && policy.ttl === undefined)
      throw new NotEmulatedError('a bucket behind a behavior without a cache is not emulated', id);
    const rule: Rule = {
      pattern: one.PathPattern ?? '*',
      methods: one.AllowedMethods,
      viewerProtocol: one.ViewerProtocolPolicy,
      cachePolicy: policy,
      compress: one.Compress,
      errorTimes: errorTimes(config.CustomErrorResponses),
      errorPages: errorPages(config.CustomErrorResponses),
      forwarding: forwarding(policy.key, one.OriginRequestPolicyId, deployed),
      addedHeaders: addedHeaders(one.ResponseHeadersPolicyId, id, deployed),
      viewerFunction: viewerFunction(one.FunctionAssociations, deployed),
    };
    return 'bucket' in found ? { ...rule, origin: found } : { ...rule, origin: found };
  });
}
