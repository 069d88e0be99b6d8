import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { NAME, replaceOnce } from '../../harness/project.ts';
import { REFUSED } from '../../scenarios/deployments.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { bothWays } from './by-merge.ts';
import { endsAs } from './execution.ts';
import { expectNotLive } from './expect-not-live.ts';

/** CloudFormation has rolled Flux's stack back, since a moment. */
async function rolledBack({ aws }: Harness, since: number): Promise<true | undefined> {
  const client = new CloudFormationClient(aws.client);
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: `${NAME}-flux` }));
  const done = StackEvents.some(
    ({ ResourceType, ResourceStatus, Timestamp }) =>
      ResourceType === 'AWS::CloudFormation::Stack' &&
      ResourceStatus === 'UPDATE_ROLLBACK_COMPLETE' &&
      Number(Timestamp) >= since,
  );
  return done || undefined;
}

/** The pipeline deploys what CloudFormation cannot. */
export const rolledBackStack: Scenario = {
  id: 'rolled-back',
  title: 'a merge that CloudFormation rolls back: not live, "stack rolled back"',
  run: async (harness) => {
    const since = Date.now();
    const { file, after, text: refused } = REFUSED;
    const { forth, back } = bothWays({ [file]: (text) => replaceOnce(text, after, `${after}${refused}`, file) });
    const commit = await harness.project.merge({
      branch: 'refused',
      title: 'Add what the API server refuses',
      edits: forth,
    });
    const measured = await expectNotLive(harness, {
      commit,
      cause: 'stack rolled back',
      isFinal: () => rolledBack(harness, since),
    });
    await endsAs(harness, commit, 'Failed');
    const revert = await harness.project.merge({ branch: 'mend-refused', title: 'Take it out again', edits: back });
    await expectLive(harness, { commit: revert });
    return measured;
  },
};
