import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { StackContent } from '../../../fakes/deployed-stack/deployed.ts';
import { FORMERLY } from './former-settings.ts';

const properties = z.record(z.string(), z.unknown());
type Properties = z.infer<typeof properties>;

const template = z.looseObject({
  Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: properties.default({}) })),
});

const cachePolicy = z.looseObject({ CachePolicyConfig: z.looseObject({ MaxTTL: z.number() }) });

const distribution = z.looseObject({
  DistributionConfig: z.looseObject({
    CustomErrorResponses: z.array(z.unknown()),
    Origins: z.array(z.looseObject({ OriginCustomHeaders: z.array(z.unknown()).optional() })),
  }),
});

const targetGroup = z.looseObject({
  HealthCheckTimeoutSeconds: z.number(),
  TargetGroupAttributes: z.array(z.object({ Key: z.string(), Value: z.string() })),
});

/** Whether CloudFront ends what is open to a target that has gone, and when. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': String(FORMERLY.draining.seconds),
  'deregistration_delay.connection_termination.enabled': String(FORMERLY.draining.terminates),
};

/**
 * The Ghost stack with the former settings, as far as readers notice them, and with a target group of its own.
 * @param host the blog's own name: Ghost sends readers of any other name there
 */
export function formerStack({ template: present, physicalIds }: StackContent, host: string): StackContent {
  const parsed = template.parse(present);
  const change: Readonly<Record<string, (before: Properties) => Properties>> = {
    'AWS::CloudFront::CachePolicy': keptLonger,
    'AWS::CloudFront::Distribution': (before) => bare(before, host),
    'AWS::ElasticLoadBalancingV2::TargetGroup': slower,
  };
  const resources = Object.entries(parsed.Resources).map(([id, resource]) => {
    const changed = change[resource.Type]?.(resource.Properties) ?? resource.Properties;
    return [id, { ...resource, Properties: changed }] as const;
  });
  const ids = [...physicalIds].map(([id, name]) => [id, name.replace('targetgroup/', 'targetgroup/Former')] as const);
  return { template: { ...parsed, Resources: Object.fromEntries(resources) }, physicalIds: new Map(ids) };
}

function keptLonger(before: Properties): Properties {
  const { CachePolicyConfig, ...rest } = cachePolicy.parse(before);
  return { ...rest, CachePolicyConfig: { ...CachePolicyConfig, MaxTTL: FORMERLY.pagesForAtMost } };
}

function bare(before: Properties, host: string): Properties {
  const { DistributionConfig, ...rest } = distribution.parse(before);
  const Origins = DistributionConfig.Origins.map((origin) =>
    'VpcOriginConfig' in origin
      ? {
          ...origin,
          ConnectionAttempts: FORMERLY.connect.attempts,
          ConnectionTimeout: FORMERLY.connect.seconds,
          OriginCustomHeaders: [...(origin.OriginCustomHeaders ?? []), { HeaderName: 'Host', HeaderValue: host }],
        }
      : origin,
  );
  const changed = { ...DistributionConfig, CustomErrorResponses: FORMERLY.errorResponses, Origins };
  return { ...rest, DistributionConfig: changed };
}

function slower(before: Properties): Properties {
  const { TargetGroupAttributes, ...rest } = targetGroup.parse(before);
  const attributes = TargetGroupAttributes.map(({ Key, Value }) => ({ Key, Value: ATTRIBUTES[Key] ?? Value }));
  return { ...rest, HealthCheckTimeoutSeconds: FORMERLY.checkTimeout, TargetGroupAttributes: attributes };
}

/** Puts into an answer of the present Ghost what the former one told caches. */
export function formerWords({ statusCode, headers }: IncomingMessage): void {
  const { pages, permanentRedirects } = FORMERLY.ghostSays;
  const said = headers['cache-control'];
  if (said === undefined) return;
  headers['cache-control'] =
    statusCode === 301
      ? said.replace(/\bmax-age=0\b/, `max-age=${permanentRedirects}`)
      : said.replace(/\bmax-age=2\b/, `max-age=${pages}`);
}

const metadata = { name: 'ghost-formerly', namespace: 'ghost' };

/** What has the former load balancer find the pod, beside the present one. */
export function formerObjects(targetGroupARN: string): object[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: { 'app.kubernetes.io/name': 'ghost' },
        ports: [{ name: 'http', port: 80, targetPort: 2368 }],
        publishNotReadyAddresses: FORMERLY.joinsWhileItStarts,
      },
    },
    {
      apiVersion: 'eks.amazonaws.com/v1',
      kind: 'TargetGroupBinding',
      metadata,
      spec: { serviceRef: { name: metadata.name, port: 80 }, targetGroupARN, targetType: 'ip' },
    },
  ];
}
