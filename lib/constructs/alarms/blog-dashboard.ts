import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type BlogMetrics, cloudFront, healthyTargets } from './blog-alarms.ts';
import { databaseMetric } from './database-alarms.ts';
import { mergeMetric } from './merge-metrics.ts';
import type { PodMetrics } from './pod-metrics.ts';

export interface BlogDashboardProps {
  /** Of the blog. */
  readonly name: string;
  readonly region: string;
  readonly blog: BlogMetrics;
  /** Whether CloudFront publishes its additional metrics. */
  readonly cdnMetrics: boolean;
  /** Name of the cluster. */
  readonly cluster: string;
  /** What is known of its pods; none where nobody pays for it. */
  readonly pods: PodMetrics | undefined;
  readonly instanceIdentifier: string;
}

/** The blog, its cluster, its database and its merges on one page. Its name has the region: dashboards of an account share their names. */
export class BlogDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, region, blog, cdnMetrics, cluster, pods, instanceIdentifier }: BlogDashboardProps,
  ) {
    super(scope, id);
    const cdn = (metricName: string, statistic: string) => cloudFront(blog.distributionId, metricName, statistic);
    const rds = (metricName: string, statistic: string) => databaseMetric(instanceIdentifier, metricName, statistic);
    const merges = (metricName: string, statistic: string) => mergeMetric(name, metricName, statistic);
    const eks = (metricName: string, statistic: string) => clusterMetric(cluster, metricName, statistic);
    const graph = (title: string, left: Metric[], right: IMetric[] = []) =>
      new GraphWidget({
        title,
        width: 8,
        region,
        left,
        right,
        period: Duration.minutes(5),
      });
    new Dashboard(this, 'Dashboard', {
      dashboardName: `${name}-${region}`,
      widgets: [
        [
          graph('Blog: errors of the server, %', [cdn('5xxErrorRate', 'Average')]),
          graph('Blog: requests', [cdn('Requests', 'Sum')]),
          graph('Blog: pods that answer', [healthyTargets(blog.loadBalancer, blog.targets.ghost)]),
        ],
        ...(cdnMetrics
          ? [
              [
                graph('Blog: requests that the cache answered, %', [cdn('CacheHitRate', 'Average')]),
                graph('Blog: until Ghost began to answer, ms', [
                  cdn('OriginLatency', 'p50'),
                  cdn('OriginLatency', 'p95'),
                ]),
              ],
            ]
          : []),
        [
          graph('Cluster: pods that no node has room for', [eks('scheduler_pending_pods_UNSCHEDULABLE', 'Maximum')]),
          graph('Cluster: pods that were given a node', [eks('scheduler_schedule_attempts_SCHEDULED', 'Sum')]),
          graph('Cluster: errors of the Kubernetes API', [eks('apiserver_request_total_5XX', 'Sum')]),
        ],
        ...(pods
          ? [
              [
                graph('Pods: memory of Ghost, bytes', [pods.most('ghostMemory')]),
                graph('Pods: memory of the container that is nearest to its limit, %', [pods.most('memoryShare')]),
                graph('Pods: restarts of Ghost, and of the container that has most', [
                  pods.most('ghostRestarts'),
                  pods.most('restarts'),
                ]),
              ],
            ]
          : []),
        [
          graph('Database: connections', [rds('DatabaseConnections', 'Maximum')]),
          graph(
            'Database: free storage and memory, bytes',
            [rds('FreeStorageSpace', 'Minimum')],
            [rds('FreeableMemory', 'Minimum')],
          ),
          graph(
            'Database: processor, %, and its credits',
            [rds('CPUUtilization', 'Average')],
            [rds('CPUCreditBalance', 'Minimum')],
          ),
        ],
        [
          graph('Merges: from the merge until live, s', [merges('LeadTime', 'Maximum')]),
          graph('Merges: part that failed', [merges('Failed', 'Average')]),
          graph('Merges: from the first failure until live again, s', [merges('TimeToRecover', 'Maximum')]),
        ],
      ],
    });
  }
}

/**
 * A metric of the cluster. EKS publishes a few of its control plane free of charge; what pods use it does not.
 * https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
 */
function clusterMetric(cluster: string, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/EKS',
    metricName,
    dimensionsMap: { ClusterName: cluster },
    statistic,
  });
}
