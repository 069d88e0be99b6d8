import {
  CloudFormationClient,
  paginateDescribeStackEvents,
  paginateListStacks,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import type { Config } from '../../lib/config/config.ts';
import { askAws } from '../shared/ask-aws.ts';
import type { ClientSettings } from '../shared/client-settings.ts';
import { deployedNames } from '../verify/observe/aws.ts';

/**
 * The buckets that the stack with the blog's CDN has left behind: those of access logs, when it went or when they were turned off.
 * CloudFormation tells what it has left for 90 days after a stack is gone, also of what somebody has removed since.
 * @throws CommandError
 */
export async function keptBuckets(
  { name, region }: Pick<Config, 'name' | 'region'>,
  settings: ClientSettings,
): Promise<string[]> {
  const client = new CloudFormationClient(settings);
  const { stack } = deployedNames({ name }).blog;
  const reading = async () => {
    const events: StackEvent[] = [];
    for (const id of await idsOf(client, stack)) {
      for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: id }))
        events.push(...StackEvents);
    }
    return events;
  };
  const events = await askAws(`reading what the stack ${stack} has left`, region, reading());
  const left = events.filter(
    ({ ResourceType, ResourceStatus }) => ResourceType === 'AWS::S3::Bucket' && ResourceStatus === 'DELETE_SKIPPED',
  );
  return [...new Set(left.flatMap(({ PhysicalResourceId }) => PhysicalResourceId ?? []))].sort();
}

/** Every stack of that name, those that are gone included: only by its id is such a one known. */
async function idsOf(client: CloudFormationClient, stack: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks({ client }, {}))
    ids.push(...StackSummaries.filter(({ StackName }) => StackName === stack).flatMap(({ StackId }) => StackId ?? []));
  return ids;
}
