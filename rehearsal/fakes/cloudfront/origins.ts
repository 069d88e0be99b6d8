import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';
import { NotEmulatedError } from '../deployed-stack/not-emulated.ts';

/** Where a behavior's requests go: over a VPC origin and a listener of the load balancer to a target group. */
export interface Origin {
  readonly id: string;
  /** The load balancer's own name, which CloudFront sends when the viewer's Host is not forwarded. */
  readonly host: string;
  /** In lower case; they replace what the viewer sent. */
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly targetGroupArn: string;
  /** How often CloudFront tries to connect, and how many seconds each time. */
  readonly connect: { readonly attempts: number; readonly seconds: number };
  /** Seconds without a byte from the origin, after which CloudFront answers 504. */
  readonly readTimeout: number;
}

export const originShape = z.strictObject({
  ConnectionAttempts: z.number().default(3),
  ConnectionTimeout: z.number().default(10),
  DomainName: z.unknown(),
  Id: z.string(),
  OriginCustomHeaders: z.array(z.strictObject({ HeaderName: z.string(), HeaderValue: z.string() })).default([]),
  VpcOriginConfig: z.strictObject({
    VpcOriginId: z.unknown(),
    OriginReadTimeout: z.number().default(30),
    OriginKeepaliveTimeout: z.number().optional(),
  }),
});

const vpcOrigin = z.object({
  VpcOriginEndpointConfig: z.object({
    Arn: z.unknown(),
    HTTPPort: z.number().default(80),
    OriginProtocolPolicy: z.literal('http-only'),
  }),
});

const listener = z.object({
  DefaultActions: z.tuple([z.object({ Type: z.literal('forward'), TargetGroupArn: z.unknown() })]),
  LoadBalancerArn: z.unknown(),
  Port: z.number(),
  Protocol: z.literal('TCP'),
});

const targetGroup = z.object({
  TargetType: z.literal('ip'),
  Protocol: z.literal('TCP'),
  Tags: z.array(z.object({ Key: z.string(), Value: z.unknown() })).default([]),
});

/** Auto Mode leaves a target group that it did not make alone unless it carries this tag. */
const CLUSTER_TAG = 'eks:eks-cluster-name';

/** Follows an origin to its target group, as a request would. @throws NotEmulatedError where the way ends. */
export function origin(one: z.infer<typeof originShape>, distribution: string, deployed: Deployed): Origin {
  const originId = deployed.required(one.VpcOriginConfig.VpcOriginId, distribution);
  const found = deployed.properties(originId, 'AWS::CloudFront::VpcOrigin', vpcOrigin);
  const { Arn, HTTPPort } = found.VpcOriginEndpointConfig;
  const balancer = deployed.required(Arn, originId);
  const group = targetGroupBehind(balancer, HTTPPort, originId, deployed);
  const headers = one.OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [HeaderName.toLowerCase(), HeaderValue]);
  return {
    id: one.Id,
    host: `${deployed.physicalId(balancer).split('/').at(-2)}.elb.amazonaws.com`,
    customHeaders: Object.fromEntries(headers),
    targetGroupArn: deployed.physicalId(group),
    connect: { attempts: one.ConnectionAttempts, seconds: one.ConnectionTimeout },
    readTimeout: one.VpcOriginConfig.OriginReadTimeout,
  };
}

function targetGroupBehind(balancer: string, port: number, originId: string, deployed: Deployed): string {
  const type = 'AWS::ElasticLoadBalancingV2::Listener';
  for (const id of deployed.all(type)) {
    const { DefaultActions, LoadBalancerArn, Port } = deployed.properties(id, type, listener);
    if (Port !== port || deployed.target(LoadBalancerArn) !== balancer) continue;
    const group = deployed.required(DefaultActions[0].TargetGroupArn, id);
    const { Tags } = deployed.properties(group, 'AWS::ElasticLoadBalancingV2::TargetGroup', targetGroup);
    if (!Tags.some(({ Key }) => Key === CLUSTER_TAG)) {
      throw new NotEmulatedError(`it lacks the tag ${CLUSTER_TAG}, without which Auto Mode never fills it`, group);
    }
    return group;
  }
  throw new NotEmulatedError(`no listener of ${balancer} has its port ${port}`, originId);
}
