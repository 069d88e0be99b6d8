import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { MERGES } from '../../lib/names.ts';
import { askAws } from '../shared/ask-aws.ts';
import { clientSettings } from '../shared/client-settings.ts';
import type { MergeEnd } from './merge-end.ts';

/**
 * Publishes what the dashboard shows of merges.
 * @param blog its name
 * @throws CommandError when AWS does not take it
 */
export async function publishMerge(blog: string, region: string, end: MergeEnd): Promise<void> {
  const client = new CloudWatchClient(clientSettings(region));
  const command = new PutMetricDataCommand({ Namespace: MERGES, MetricData: mergeData(blog, end) });
  await askAws('publishing how the merge ended', region, client.send(command));
}

/** The metrics of one merge: whether it failed; and of one that is live, how long it and the failures before it took. */
export function mergeData(blog: string, { failed, leadSeconds, brokenSeconds }: MergeEnd): MetricDatum[] {
  const datum = (MetricName: string, Value: number, Unit: 'Seconds' | 'None'): MetricDatum => ({
    MetricName,
    Value,
    Unit,
    Dimensions: [{ Name: 'Blog', Value: blog }],
  });
  return [
    datum('Failed', failed ? 1 : 0, 'None'),
    ...(leadSeconds === undefined ? [] : [datum('LeadTime', leadSeconds, 'Seconds')]),
    ...(brokenSeconds === undefined ? [] : [datum('TimeToRecover', brokenSeconds, 'Seconds')]),
  ];
}
