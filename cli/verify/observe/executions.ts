import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionStatus,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import type { Approval } from '../../../lib/config/environment.ts';
import { requireAws } from '../../shared/aws-words.ts';
import { clientSettings } from '../../shared/client-settings.ts';
import { approvalFor, type ManualApproval, readApprovals } from '../../shared/manual-approvals.ts';
import type { Execution } from '../facts.ts';
import type { AwsAccess } from './aws-access.ts';

/** What a status of AWS's means for who waits. */
export const MEANINGS: Readonly<Record<PipelineExecutionStatus, Execution>> = {
  InProgress: 'running',
  Stopping: 'running',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Stopped: 'failed',
  Cancelled: 'failed',
  Superseded: 'failed',
};

/**
 * The pipeline's latest execution of a commit.
 * @param pipeline its name; undefined while the pipeline does not exist
 */
export async function readExecution(
  access: AwsAccess,
  pipeline: string | undefined,
  commit: string,
): Promise<Execution> {
  const latest = await latestExecution(access, pipeline, commit);
  return latest?.status === undefined ? 'none' : MEANINGS[latest.status];
}

/** When the latest execution of a commit began, in milliseconds since 1970; undefined when none is known. */
export async function readExecutionStart(
  access: AwsAccess,
  pipeline: string | undefined,
  commit: string,
): Promise<number | undefined> {
  const latest = await latestExecution(access, pipeline, commit);
  return latest?.startTime?.getTime();
}

/** The approval of the latest execution of a commit; undefined when there is no such execution, or nobody was asked yet. */
export async function readApproval(
  access: AwsAccess,
  pipeline: string | undefined,
  commit: string,
  approval: Approval,
): Promise<ManualApproval | undefined> {
  const latest = await latestExecution(access, pipeline, commit);
  if (pipeline === undefined || latest === undefined) return undefined;
  const client = new CodePipelineClient(clientSettings(access.region, access.lookup));
  return approvalFor(await readApprovals(client, pipeline, approval), latest);
}

async function latestExecution(
  { region, lookup }: AwsAccess,
  pipeline: string | undefined,
  commit: string,
): Promise<PipelineExecutionSummary | undefined> {
  if (pipeline === undefined) return undefined;
  const client = new CodePipelineClient(clientSettings(region, lookup));
  const { pipelineExecutionSummaries } = await client.send(
    new ListPipelineExecutionsCommand({ pipelineName: pipeline, maxResults: 100 }),
  );
  // Newest first.
  return requireAws(pipelineExecutionSummaries, 'list of executions').find(({ sourceRevisions }) =>
    sourceRevisions?.some(({ revisionId }) => revisionId === commit),
  );
}
