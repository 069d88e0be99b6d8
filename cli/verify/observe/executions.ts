import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionStatus,
} from '@aws-sdk/client-codepipeline';
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
  { region, lookup }: AwsAccess,
  pipeline: string | undefined,
  commit: string,
): Promise<Execution> {
  if (pipeline === undefined) return 'none';
  const client = new CodePipelineClient({ region, credentials: lookup });
  const { pipelineExecutionSummaries = [] } = await client.send(
    new ListPipelineExecutionsCommand({ pipelineName: pipeline, maxResults: 100 }),
  );
  // Newest first.
  const ours = pipelineExecutionSummaries.find(({ sourceRevisions }) =>
    sourceRevisions?.some(({ revisionId }) => revisionId === commit),
  );
  return ours?.status === undefined ? 'none' : MEANINGS[ours.status];
}
