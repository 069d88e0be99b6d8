import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import type { PullRequest } from '../../cluster/git/repository.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { NAME } from '../../harness/project.ts';
import type { Measured } from '../../scenarios/scenario.ts';
import { bothWays } from './by-merge.ts';
import { endsAs } from './execution.ts';
import { expectNotLive, type Fault } from './expect-not-live.ts';

interface RolledBackMerge extends PullRequest {
  /** The stack that CloudFormation rolls back: its name without the blog's. */
  readonly stack: string;
  readonly cause: Fault['cause'];
  /** Looks at the failed execution of the commit. */
  readonly inspect?: (commit: string) => Promise<void>;
}

/** Merges what CloudFormation rolls back, and requires the verdict; then its revert, which must be live. */
export async function mergeRolledBack(harness: Harness, merge: RolledBackMerge): Promise<Measured> {
  const { branch, title, edits, stack, cause, inspect } = merge;
  const since = Date.now();
  const { forth, back } = bothWays(edits);
  const commit = await harness.project.merge({ branch, title, edits: forth });
  const measured = await expectNotLive(harness, { commit, cause, isFinal: () => rolledBack(harness, stack, since) });
  await endsAs(harness, commit, 'Failed');
  await inspect?.(commit);
  const revert = { branch: `without-${branch}`, title: `Revert: ${title}`, edits: back };
  await expectLive(harness, { commit: await harness.project.merge(revert) });
  return measured;
}

/**
 * CloudFormation has rolled a stack back.
 * @param since a moment, in milliseconds
 */
async function rolledBack({ aws }: Harness, stack: string, since: number): Promise<true | undefined> {
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
