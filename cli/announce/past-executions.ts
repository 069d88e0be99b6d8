import { CodePipelineClient, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import type { Config } from '../../lib/config/config.ts';
import { askAws } from '../shared/ask-aws.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { awsAccess } from '../verify/observe/aws-access.ts';
import type { PastExecution } from './merge-end.ts';

/** How CodeBuild names the pipeline that started a build. https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html */
const INITIATOR = /^codepipeline\/(.+)$/;

/**
 * The latest executions of the pipeline that runs this build, the newest first; none outside a pipeline.
 * @throws CommandError when AWS does not say
 */
export async function pastExecutions(config: Config, initiator: string | undefined): Promise<PastExecution[]> {
  const [, pipelineName] = INITIATOR.exec(initiator ?? '') ?? [];
  if (pipelineName === undefined) return [];
  const { region, lookup } = await awsAccess(config);
  const asking = new CodePipelineClient(clientSettings(region, lookup)).send(
    new ListPipelineExecutionsCommand({ pipelineName, maxResults: 100 }),
  );
  const { pipelineExecutionSummaries = [] } = await askAws('reading the executions', region, asking);
  return pipelineExecutionSummaries.map(({ status = '', lastUpdateTime = new Date() }) => ({
    status,
    updatedAt: lastUpdateTime,
  }));
}
