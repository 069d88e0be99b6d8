import { Duration } from 'aws-cdk-lib';
import { Alarm, type ComparisonOperator, type Metric, type TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type AlarmName, described, type Runbook } from './runbook.ts';

/** Who hears of an alarm, and where they read on. */
export interface Audience {
  readonly topic: ITopic;
  readonly runbook: Runbook;
}

export interface MetricAlarmProps {
  readonly metric: Metric;
  readonly minutes: number;
  /** How many times in a row. */
  readonly periods: number;
  readonly is: ComparisonOperator;
  readonly threshold: number;
  readonly missing: TreatMissingData;
}

/** An alarm that mails when it begins and when it ends, with its line of the runbook. */
export function metricAlarm(
  scope: Construct,
  name: AlarmName,
  { topic, runbook }: Audience,
  props: MetricAlarmProps,
): void {
  const alarm = new Alarm(
    scope,
    name.replaceAll(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase()),
    {
      alarmDescription: described(name, runbook),
      metric: props.metric.with({ period: Duration.minutes(props.minutes) }),
      evaluationPeriods: props.periods,
      comparisonOperator: props.is,
      threshold: props.threshold,
      treatMissingData: props.missing,
    },
  );
  const mail = new SnsAction(topic);
  alarm.addAlarmAction(mail);
  alarm.addOkAction(mail);
}
