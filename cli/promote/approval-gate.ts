import {
  type CodePipelineClient,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { APPROVAL_ACTION, APPROVAL_STAGE } from '../../lib/names.ts';
import { askAws } from '../shared/ask-aws.ts';
import { CommandError } from '../shared/command-error.ts';
import type { Answer } from './answer.ts';

/** An execution that waits for a person. */
export interface WaitingExecution {
  /** Full hash of what it would deploy. */
  readonly commit: string;
  /** Answers, as the caller. @throws CommandError when AWS does not take it */
  readonly answer: (answer: Answer) => Promise<void>;
}

/** A pipeline, as its caller reaches it. */
interface ReachedPipeline {
  readonly client: CodePipelineClient;
  readonly region: string;
  readonly pipelineName: string;
}

/**
 * The execution of a pipeline that waits for a person's approval; undefined when none does. The token that AWS gives with it is of
 * this execution alone: an answer cannot be taken for one about another commit.
 * @throws CommandError when AWS cannot be asked
 */
export async function waitingExecution(pipeline: ReachedPipeline): Promise<WaitingExecution | undefined> {
  const { client, region, pipelineName } = pipeline;
  const asking = client.send(new GetPipelineStateCommand({ name: pipelineName }));
  const { stageStates = [] } = await askAws(`reading what ${pipelineName} does`, region, asking);
  const stage = stageStates.find(({ stageName }) => stageName === APPROVAL_STAGE);
  const action = stage?.actionStates?.find(({ actionName }) => actionName === APPROVAL_ACTION)?.latestExecution;
  const pipelineExecutionId = stage?.latestExecution?.pipelineExecutionId;
  if (action?.status !== 'InProgress' || action.token === undefined || pipelineExecutionId === undefined) {
    return undefined;
  }
  const { token } = action;
  const reading = client.send(new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }));
  const { pipelineExecution } = await askAws(`reading an execution of ${pipelineName}`, region, reading);
  const [revision] = pipelineExecution?.artifactRevisions ?? [];
  if (revision?.revisionId === undefined) return undefined;
  return {
    commit: revision.revisionId,
    answer: async ({ status, words }) => {
      const result = { status, summary: words };
      const place = { pipelineName, stageName: APPROVAL_STAGE, actionName: APPROVAL_ACTION };
      const put = client.send(new PutApprovalResultCommand({ ...place, token, result }));
      await askAws(`answering ${pipelineName}`, region, put.catch(orTooLate));
    },
  };
}

/** Somebody else was quicker, or time was up. */
function orTooLate(error: unknown): never {
  const late = ['ApprovalAlreadyCompletedException', 'InvalidApprovalTokenException'];
  if (!(error instanceof Error && late.includes(error.name))) throw error;
  throw new CommandError('the approval is no longer waited for: somebody else has answered, or time was up', {
    help: 'see how it ended: npx onemerge status --environment <environment>',
    exitCode: 1,
  });
}
