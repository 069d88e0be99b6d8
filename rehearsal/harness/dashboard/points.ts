/** A number that was seen. `at` is in milliseconds since 1970. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** How CloudWatch sums up what a metric reported in a period. */
const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: sum,
  Average: (values) => sum(values) / values.length,
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
};

/**
 * The statistic of samples for each period that has some, in their order.
 * @param period milliseconds
 * @returns `at` is the beginning of the period
 */
export function pointsOf(samples: readonly Sample[], statistic: string, period: number): Sample[] {
  const sumUp = STATISTICS[statistic];
  if (sumUp === undefined) throw new RangeError(`no statistic ${statistic}: add it to ${import.meta.filename}`);
  const periods = new Map<number, number[]>();
  for (const { at, value } of samples) {
    const begin = at - (at % period);
    periods.set(begin, [...(periods.get(begin) ?? []), value]);
  }
  return [...periods].map(([at, values]) => ({ at, value: sumUp(values) })).sort((one, other) => one.at - other.at);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
