import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';
import { NotEmulatedError } from '../deployed-stack/not-emulated.ts';

/** How a target is asked whether it is well; times are seconds. */
export interface HealthCheck {
  readonly protocol: 'HTTP' | 'TCP';
  readonly path: string;
  /** The port of the listener, which the Host of a check names. */
  readonly listenerPort: number;
  /** Whether a status counts as well. */
  readonly matches: (status: number) => boolean;
  readonly interval: number;
  readonly timeout: number;
  /** Answers in a row that make a target healthy, and failures in a row that make it unhealthy. */
  readonly thresholds: Thresholds;
}

export interface Thresholds {
  readonly healthy: number;
  readonly unhealthy: number;
}

/** What the template says of a target group. */
export interface TargetGroup {
  readonly healthCheck: HealthCheck;
  /** How a target goes that is no longer registered. */
  readonly draining: {
    readonly seconds: number;
    /** Whether connections that are open then are ended. */
    readonly terminates: boolean;
  };
}

/** Ranges as AWS has them. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const threshold = z.number().int().min(2).max(10);

/** Without defaults: a template that leaves one of them to AWS would have readers wait for minutes. */
const targetGroup = z.object({
  HealthCheckIntervalSeconds: z.number().int().min(5).max(300),
  HealthCheckPath: z.string().default('/'),
  HealthCheckPort: z.literal('traffic-port').optional(),
  HealthCheckProtocol: z.enum(['HTTP', 'TCP']),
  HealthCheckTimeoutSeconds: z.number().int().min(2).max(120),
  HealthyThresholdCount: threshold,
  Matcher: z.object({ HttpCode: z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/) }).default({ HttpCode: '200-399' }),
  TargetGroupAttributes: z.array(z.object({ Key: z.string(), Value: z.string() })),
  UnhealthyThresholdCount: threshold,
});

const listener = z.object({
  DefaultActions: z.tuple([z.object({ TargetGroupArn: z.unknown() })]),
  Port: z.number(),
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html */
const ATTRIBUTES = {
  delay: 'deregistration_delay.timeout_seconds',
  terminates: 'deregistration_delay.connection_termination.enabled',
  clientAddress: 'preserve_client_ip.enabled',
} as const;

/**
 * The target groups of the stack by their ARNs, as far as a listener leads to them: a load balancer looks after no others.
 * @throws NotEmulatedError for what AWS would refuse, or what is not emulated
 */
export function groupSettings(deployed: Deployed): ReadonlyMap<string, TargetGroup> {
  const type = 'AWS::ElasticLoadBalancingV2::Listener';
  const found = deployed.all(type).map((id) => {
    const { DefaultActions, Port } = deployed.properties(id, type, listener);
    const group = deployed.required(DefaultActions[0].TargetGroupArn, id);
    return [deployed.physicalId(group), settings(group, Port, deployed)] as const;
  });
  return new Map(found);
}

function settings(group: string, listenerPort: number, deployed: Deployed): TargetGroup {
  const found = deployed.properties(group, 'AWS::ElasticLoadBalancingV2::TargetGroup', targetGroup);
  const { HealthCheckIntervalSeconds: interval, HealthCheckTimeoutSeconds: timeout } = found;
  if (timeout > interval) {
    throw new NotEmulatedError(`AWS refuses a check that waits ${timeout} s every ${interval} s`, group);
  }
  const attributes = new Map(found.TargetGroupAttributes.map(({ Key, Value }) => [Key, Value]));
  const unknown = [...attributes.keys()].find((key) => !(Object.values(ATTRIBUTES) as string[]).includes(key));
  if (unknown) throw new NotEmulatedError(`the attribute ${unknown} is not emulated`, group);
  return {
    healthCheck: {
      protocol: found.HealthCheckProtocol,
      path: found.HealthCheckPath,
      listenerPort,
      matches: matcher(found.Matcher.HttpCode),
      interval,
      timeout,
      thresholds: { healthy: found.HealthyThresholdCount, unhealthy: found.UnhealthyThresholdCount },
    },
    draining: {
      seconds: Number(attributes.get(ATTRIBUTES.delay) ?? 300),
      terminates: attributes.get(ATTRIBUTES.terminates) === 'true',
    },
  };
}

/** The statuses of `200,301-308`. */
function matcher(codes: string): (status: number) => boolean {
  const ranges = codes.split(',').map((range) => range.split('-').map(Number));
  return (status) => ranges.some(([from = 0, to = from]) => status >= from && status <= to);
}
