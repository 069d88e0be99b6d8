import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  ListActionExecutionsCommand,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type { Approval } from '../../lib/config/environment.ts';

/** A person's approval of an execution: asked for, and how it ended. */
export interface ManualApproval {
  readonly state: 'awaited' | 'given' | 'refused' | 'timed out' | 'stopped';
  /** When a person was asked. */
  readonly since: Date;
  /** Until when an answer is waited for. */
  readonly until: Date;
  /** When it ended; undefined while it is awaited. */
  readonly at?: Date;
  /** The ARN of who answered, as far as AWS says. */
  readonly by?: string;
  /** What they wrote. */
  readonly words?: string;
  /** It is that of an earlier execution, and this one waits for its end. */
  readonly behind?: true;
}

/**
 * The approvals of the latest executions of a pipeline, by execution. `ListPipelineExecutions` calls an execution that waits for a
 * person one in progress, and one that was refused failed: its actions say more.
 */
export async function readApprovals(
  client: CodePipelineClient,
  pipelineName: string,
  approval: Approval,
): Promise<ReadonlyMap<string, ManualApproval>> {
  const { actionExecutionDetails = [] } = await client.send(
    new ListActionExecutionsCommand({ pipelineName, maxResults: 100 }),
  );
  const asked = actionExecutionDetails.filter(({ input }) => input?.actionTypeId?.category === 'Approval');
  // Newest first, and the newest of an execution counts.
  return new Map(asked.toReversed().map((one) => [one.pipelineExecutionId ?? '', approvalOf(one, approval)]));
}

/** The approval that an execution waits for or was given: its own, or that of one before it, as a stage takes one at a time. */
export function approvalFor(
  approvals: ReadonlyMap<string, ManualApproval>,
  { pipelineExecutionId = '', status }: Pick<PipelineExecutionSummary, 'pipelineExecutionId' | 'status'>,
): ManualApproval | undefined {
  const own = approvals.get(pipelineExecutionId);
  if (own !== undefined || status !== 'InProgress') return own;
  const ahead = [...approvals.values()].find(({ state }) => state === 'awaited');
  return ahead && { ...ahead, behind: true };
}

function approvalOf(action: ActionExecutionDetail, { timeoutMinutes }: Approval): ManualApproval {
  const { status, startTime = new Date(0), lastUpdateTime = startTime, updatedBy, output } = action;
  const until = new Date(startTime.getTime() + timeoutMinutes * 60_000);
  const words = output?.executionResult?.externalExecutionSummary;
  const asked = { since: startTime, until };
  if (status === 'InProgress') return { state: 'awaited', ...asked };
  return {
    state: status === 'Failed' ? refusal(lastUpdateTime, until) : status === 'Succeeded' ? 'given' : 'stopped',
    ...asked,
    at: lastUpdateTime,
    ...(updatedBy === undefined ? {} : { by: updatedBy }),
    ...(words === undefined ? {} : { words }),
  };
}

/** What AWS says of an action that ended so late is not documented; that it ended so late is enough. */
const refusal = (at: Date, until: Date): 'refused' | 'timed out' => (at >= until ? 'timed out' : 'refused');
