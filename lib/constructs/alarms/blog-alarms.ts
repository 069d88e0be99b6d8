import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CERTIFICATE_REGION } from '../../config/certificate-region.ts';
import { type Audience, metricAlarm } from './metric-alarm.ts';

/** Names by which CloudWatch knows the way to the blog. */
export interface BlogMetrics {
  /** `net/<name>/<id>` */
  readonly loadBalancer: string;
  /** `targetgroup/<name>/<id>`, of Ghost's pods and of the webhook's. */
  readonly targets: { readonly ghost: string; readonly webhook: string };
  readonly distributionId: string;
}

export interface BlogAlarmsProps extends Audience, BlogMetrics {
  readonly region: string;
}

/**
 * Whether readers reach the blog. What they get is known to CloudFront alone, whose metrics and alarms are in one region, wherever the
 * blog is; see docs/decisions/0029-what-is-watched.md.
 */
export class BlogAlarms extends Construct {
  constructor(scope: Construct, id: string, props: BlogAlarmsProps) {
    super(scope, id);
    metricAlarm(this, 'blog unreachable', props, { ...none(props, props.targets.ghost), periods: 5 });
    metricAlarm(this, 'webhook unreachable', props, { ...none(props, props.targets.webhook), periods: 15 });
    if (props.region !== CERTIFICATE_REGION) return;
    metricAlarm(this, 'blog errors', props, {
      metric: cloudFront(props.distributionId, '5xxErrorRate', 'Average'),
      minutes: 5,
      periods: 3,
      is: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 5,
      // Nobody has asked for anything.
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/**
 * No healthy target. A group without any target reports nothing, which is the same to a reader.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
 */
function none({ loadBalancer }: BlogMetrics, targetGroup: string) {
  return {
    metric: healthyTargets(loadBalancer, targetGroup),
    minutes: 1,
    is: ComparisonOperator.LESS_THAN_THRESHOLD,
    threshold: 1,
    missing: TreatMissingData.BREACHING,
  };
}

/** How many targets are healthy, by the node of the load balancer that sees the most. */
export function healthyTargets(loadBalancer: string, targetGroup: string): Metric {
  return new Metric({
    namespace: 'AWS/NetworkELB',
    metricName: 'HealthyHostCount',
    dimensionsMap: { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
    statistic: 'Maximum',
  });
}

/** A metric of the distribution. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html */
export function cloudFront(distributionId: string, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
    region: CERTIFICATE_REGION,
    statistic,
  });
}
