import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type Audience, metricAlarm } from './metric-alarm.ts';

export interface LogAlarmsProps extends Audience {
  /** Name of the log group that holds what pods write. */
  readonly group: string;
  /** How many lines of pods have come, where the group takes what is none of theirs as well. */
  readonly lines: Metric | undefined;
}

/**
 * Whether what pods write still arrives. A blog that nobody reads writes as well: Ghost a line for each question of its probes, every
 * few seconds, and Flux one a minute for the branch that it looks at. So a quarter of an hour without a line is no quiet blog. The group
 * counts its lines itself, and reports nothing at all when none came: docs/decisions/0040-logs-of-pods.md. With the metrics of pods it
 * counts too much: a line a minute of each node says what pods use, and would hide that theirs do not come.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export class LogAlarms extends Construct {
  constructor(scope: Construct, id: string, props: LogAlarmsProps) {
    super(scope, id);
    metricAlarm(this, 'logs silent', props, {
      metric:
        props.lines ??
        new Metric({
          namespace: 'AWS/Logs',
          metricName: 'IncomingLogEvents',
          dimensionsMap: { LogGroupName: props.group },
          statistic: 'Sum',
        }),
      minutes: 5,
      periods: 3,
      is: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      missing: TreatMissingData.BREACHING,
    });
  }
}
