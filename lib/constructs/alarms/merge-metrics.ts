import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { MERGES } from '../../names.ts';

/** A metric of a blog's merges, as the last step of a build publishes them. */
export function mergeMetric(blog: string, metricName: string, statistic: string): Metric {
  return new Metric({ namespace: MERGES, metricName, dimensionsMap: { Blog: blog }, statistic });
}

/** Lets a build publish them. CloudWatch knows no narrower resource than a namespace. */
export function grantMergeMetrics(build: IGrantable): void {
  build.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringEquals: { 'cloudwatch:namespace': MERGES } },
    }),
  );
}
