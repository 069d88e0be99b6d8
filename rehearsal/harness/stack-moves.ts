import { CloudFormationClient, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation';
import type { Move } from '../../test/support/config-change.ts';
import type { Harness } from './harness.ts';

/**
 * What CloudFormation did to each resource of a stack, by its events.
 * @param since from when on
 */
export async function stackMoves({ aws }: Harness, stack: string, since: Date): Promise<Move[]> {
  const client = new CloudFormationClient(aws.client);
  const statuses = new Map<string, Set<string>>();
  for await (const page of paginateDescribeStackEvents({ client }, { StackName: stack })) {
    for (const { Timestamp, LogicalResourceId = '', ResourceStatus = '' } of page.StackEvents ?? []) {
      if (LogicalResourceId === stack || (Timestamp ?? since) < since) continue;
      statuses.set(LogicalResourceId, (statuses.get(LogicalResourceId) ?? new Set()).add(ResourceStatus));
    }
  }
  return [...statuses].map(([logicalId, seen]) => ({ stack, logicalId, how: howOf(seen) }));
}

/** A replacement is an update, after which the former resource is deleted. */
function howOf(statuses: ReadonlySet<string>): Move['how'] {
  if (statuses.has('CREATE_COMPLETE')) return 'added';
  const isUpdated = statuses.has('UPDATE_COMPLETE');
  const isDeleted = statuses.has('DELETE_COMPLETE') || statuses.has('DELETE_SKIPPED');
  if (isUpdated) return isDeleted ? 'replaced' : 'changed';
  return 'removed';
}
