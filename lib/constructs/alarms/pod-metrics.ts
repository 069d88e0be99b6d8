import { Metric, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { POD_MEASURES, podMetricsNamespace } from '../../names.ts';

export interface PodMetricsProps {
  /** The blog's. */
  readonly name: string;
  /** Name of the log group that holds what pods write, and what the collector says of them. */
  readonly group: string;
}

type Measure = keyof typeof POD_MEASURES;

const UNITS: Readonly<Record<Measure, Unit>> = {
  ghostMemory: Unit.BYTES,
  memoryShare: Unit.PERCENT,
  ghostRestarts: Unit.COUNT,
  restarts: Unit.COUNT,
};

/**
 * What pods use, and how often they were started again: four metrics, which filters make of numbers in the records of the collector,
 * see docs/decisions/0047-metrics-of-pods.md. Four, because each is paid for: none has a dimension, so none multiplies with pods.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export class PodMetrics extends Construct {
  readonly #namespace: string;

  constructor(scope: Construct, id: string, { name, group }: PodMetricsProps) {
    super(scope, id);
    this.#namespace = podMetricsNamespace(name);
    const logGroup = LogGroup.fromLogGroupName(this, 'Group', group);
    for (const measure of Object.keys(POD_MEASURES) as Measure[]) this.#filter(logGroup, measure);
  }

  /** The largest number of a period. A line that was sent twice makes it no larger. */
  most(measure: Measure): Metric {
    return this.#metric(measure, 'Maximum');
  }

  /** How many lines of pods have come: each has the number of restarts, and nothing else has. */
  get lines(): Metric {
    return this.#metric('restarts', 'SampleCount');
  }

  #metric(measure: Measure, statistic: string): Metric {
    return new Metric({ namespace: this.#namespace, metricName: POD_MEASURES[measure], statistic });
  }

  #filter(logGroup: ILogGroup, measure: Measure): void {
    const number = `$.attributes.${measure}`;
    new MetricFilter(this, POD_MEASURES[measure], {
      logGroup,
      filterPattern: FilterPattern.numberValue(number, '>=', 0),
      metricNamespace: this.#namespace,
      metricName: POD_MEASURES[measure],
      metricValue: number,
      unit: UNITS[measure],
    });
  }
}
