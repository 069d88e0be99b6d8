import { z } from 'zod';
import type { Deployed } from '../../deployed-stack/deployed.ts';
import { type Forwarding, policy, selectionShape, selections } from '../forwarding.ts';

/** How long CloudFront keeps objects, in seconds. */
export interface TimesToLive {
  readonly min: number;
  readonly default: number;
  readonly max: number;
}

/** What a cache policy says. */
export interface CachePolicy {
  /** What of a request names an object, and reaches the origin. */
  readonly key: Forwarding;
  /** The encodings that objects are kept in; `Accept-Encoding` is cut down to them. */
  readonly encodings: readonly ('br' | 'gzip')[];
  /** Undefined when nothing is cached. */
  readonly ttl: TimesToLive | undefined;
}

const none = () => false;

/** CloudFront's own policies. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const MANAGED: Readonly<Record<string, CachePolicy>> = {
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': {
    key: { header: none, cookie: none, query: none },
    encodings: [],
    ttl: undefined,
  },
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': {
    key: { header: none, cookie: none, query: none },
    encodings: ['br', 'gzip'],
    ttl: { min: 1, default: 86_400, max: 31_536_000 },
  },
};

const shape = z.object({
  CachePolicyConfig: z.object({
    MinTTL: z.number(),
    DefaultTTL: z.number(),
    MaxTTL: z.number(),
    ParametersInCacheKeyAndForwardedToOrigin: selectionShape.extend({
      EnableAcceptEncodingGzip: z.boolean(),
      EnableAcceptEncodingBrotli: z.boolean().default(false),
    }),
  }),
});

/** Reads a behavior's cache policy. @throws NotEmulatedError for one of CloudFront's own that is not emulated */
export function cachePolicy(value: unknown, deployed: Deployed): CachePolicy {
  return policy(value, MANAGED, deployed, (id) => {
    const { CachePolicyConfig } = deployed.properties(id, 'AWS::CloudFront::CachePolicy', shape);
    const { MinTTL: min, DefaultTTL: normal, MaxTTL: max } = CachePolicyConfig;
    const parameters = CachePolicyConfig.ParametersInCacheKeyAndForwardedToOrigin;
    return {
      key: selections(parameters),
      encodings: [
        ...(parameters.EnableAcceptEncodingBrotli ? (['br'] as const) : []),
        ...(parameters.EnableAcceptEncodingGzip ? (['gzip'] as const) : []),
      ],
      // All three at zero turn the cache off.
      ttl: max === 0 ? undefined : { min, default: normal, max },
    };
  });
}
