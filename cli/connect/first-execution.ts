import {
  type CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { askAws } from '../shared/ask-aws.ts';
import { requireAws } from '../shared/aws-words.ts';
import type { Aws } from './aws.ts';

/** What was done about the pipeline: one that ran well before starts by itself from then on. */
export interface FirstExecution {
  readonly outcome: 'started' | 'already running' | 'ran before';
  /** The execution that this is about. */
  readonly id: string;
}

/** Pages of executions that are looked through, a hundred on each: AWS keeps a year's. */
const MOST_PAGES = 20;

/**
 * Starts the pipeline, unless an execution of it succeeded before or is under way. After the first deploy there is a
 * failed one, because the connection was pending; and a push may not start a pipeline that never ran.
 * @throws CommandError when AWS cannot be asked
 */
export async function startFirstExecution(aws: Aws, pipelineName: string): Promise<FirstExecution> {
  const executions = await askAws(
    `reading the executions of ${pipelineName}`,
    aws.region,
    listExecutions(aws.pipelines, pipelineName),
  );
  const succeeded = executions.find(({ status }) => status === 'Succeeded');
  if (succeeded) return { outcome: 'ran before', id: succeeded.pipelineExecutionId ?? '' };
  const running = executions.find(({ status }) => status === 'InProgress');
  if (running) return { outcome: 'already running', id: running.pipelineExecutionId ?? '' };
  const starting = aws.pipelines.send(new StartPipelineExecutionCommand({ name: pipelineName }));
  const { pipelineExecutionId = '' } = await askAws(`starting ${pipelineName}`, aws.region, starting);
  return { outcome: 'started', id: pipelineExecutionId };
}

/** The executions of a pipeline, the newest first, up to the first page with one that succeeded. */
async function listExecutions(client: CodePipelineClient, pipelineName: string): Promise<PipelineExecutionSummary[]> {
  const executions: PipelineExecutionSummary[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(
      new ListPipelineExecutionsCommand({ pipelineName, maxResults: 100, ...(nextToken ? { nextToken } : {}) }),
    );
    executions.push(...requireAws(answer.pipelineExecutionSummaries, 'list of executions'));
    nextToken = answer.nextToken;
    if (!nextToken || executions.some(({ status }) => status === 'Succeeded')) break;
  }
  return executions;
}
