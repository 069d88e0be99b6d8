import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type Audience, metricAlarm } from './metric-alarm.ts';

export interface DatabaseAlarmsProps extends Audience {
  readonly instanceIdentifier: string;
  /** Instance type without `db.`. */
  readonly size: string;
  /** Storage at the start, in GiB. */
  readonly storageGiB: number;
}

const [GIB, MIB] = [1024 ** 3, 1024 ** 2];
/** RDS grows the storage when less than a tenth is free; half of that is left only when it cannot. */
const FREE_PART = 0.05;

/**
 * What makes a database slow or stops it, before it does.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
 */
export class DatabaseAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseAlarmsProps) {
    super(scope, id);
    const { instanceIdentifier, size, storageGiB } = props;
    const lasting = { minutes: 5, periods: 3, missing: TreatMissingData.MISSING };
    const [below, above] = [ComparisonOperator.LESS_THAN_THRESHOLD, ComparisonOperator.GREATER_THAN_THRESHOLD];
    const rds = (metricName: string, statistic: string) => databaseMetric(instanceIdentifier, metricName, statistic);
    metricAlarm(this, 'database storage', props, {
      ...lasting,
      metric: rds('FreeStorageSpace', 'Minimum'),
      is: below,
      threshold: storageGiB * FREE_PART * GIB,
    });
    metricAlarm(this, 'database memory', props, {
      ...lasting,
      metric: rds('FreeableMemory', 'Maximum'),
      is: below,
      threshold: 64 * MIB,
    });
    metricAlarm(this, 'database connections', props, {
      ...lasting,
      metric: rds('DatabaseConnections', 'Minimum'),
      is: above,
      threshold: 60,
    });
    if (!isBurstable(size)) return;
    metricAlarm(this, 'database credits', props, {
      metric: rds('CPUSurplusCreditsCharged', 'Sum'),
      minutes: 60,
      periods: 1,
      is: above,
      threshold: 0,
      missing: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Classes of RDS with credits run on past them, and pay for it. */
const isBurstable = (size: string): boolean => size.startsWith('t');

/** A metric of the database. */
export function databaseMetric(instanceIdentifier: string, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/RDS',
    metricName,
    dimensionsMap: { DBInstanceIdentifier: instanceIdentifier },
    statistic,
  });
}
