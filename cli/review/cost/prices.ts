/** Hours of a month, as AWS's calculator counts them. */
const HOURS = 730;
const METRIC = 0.3;

/**
 * On-demand list prices in dollars. They were published in 2025 for us-east-1, and not read from AWS's price list: other regions
 * differ by some percent. docs/operations.md sums them up; a test compares the two.
 */
export const PRICES = {
  region: 'us-east-1',
  year: '2025',
  eksCluster: 0.1 * HOURS,
  /** A node the size of a t4g.medium, its disk, the Auto Mode fee: EKS makes it, so no template names it. */
  node: 34,
  natGateway: 0.045 * HOURS,
  publicAddress: 0.005 * HOURS,
  loadBalancer: 0.0225 * HOURS,
  /** Of an interface endpoint, in one zone. */
  endpoint: 0.01 * HOURS,
  secret: 0.4,
  key: 1,
  alarm: 0.1,
  /** One of one's own. */
  metric: METRIC,
  /** Of a distribution: eight metrics. */
  cdnMetrics: 8 * METRIC,
  /** Of a GiB of gp3. */
  databaseStorage: 0.115,
  volumeStorage: 0.08,
} as const;

/** An hour of RDS for MySQL in one zone: of burstable classes each, of the other families `large`. */
const BURSTABLE: Readonly<Record<string, number>> = {
  micro: 0.016,
  small: 0.032,
  medium: 0.065,
  large: 0.129,
  xlarge: 0.258,
  '2xlarge': 0.517,
};
const LARGE: Readonly<Record<string, number>> = { m6g: 0.152, m6gd: 0.187, m7g: 0.168, r6g: 0.215, r7g: 0.239 };

/**
 * A month of a database of a class in one zone, without its storage.
 * @param instanceClass such as `db.t4g.small`
 * @returns undefined when the table has no price
 */
export function databaseMonth(instanceClass: string): number | undefined {
  const [, family = '', size = ''] = instanceClass.split('.');
  const hour = family === 't4g' ? BURSTABLE[size] : timesLarge(LARGE[family], size);
  return hour === undefined ? undefined : hour * HOURS;
}

/** Within a family the price follows the size: an xlarge costs two large ones, a 2xlarge four. */
function timesLarge(large: number | undefined, size: string): number | undefined {
  if (large === undefined || size === 'large') return large;
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? [];
  return times === undefined ? undefined : large * 2 * Number(times || '1');
}
