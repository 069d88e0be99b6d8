import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import type { Harness } from '../../harness/harness.ts';
import { NAME } from '../../harness/project.ts';

/**
 * CloudFormation has rolled a stack back.
 * @param stack its name without the blog's
 * @param since a moment, in milliseconds
 */
export async function rolledBack({ aws }: Harness, stack: string, since: number): Promise<true | undefined> {
  const client = new CloudFormationClient(aws.client);
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: `${NAME}-${stack}` }));
  const done = StackEvents.some(
    ({ ResourceType, ResourceStatus, Timestamp }) =>
      ResourceType === 'AWS::CloudFormation::Stack' &&
      ResourceStatus === 'UPDATE_ROLLBACK_COMPLETE' &&
      Number(Timestamp) >= since,
  );
  return done || undefined;
}
