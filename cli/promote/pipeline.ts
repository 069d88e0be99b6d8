import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Config } from '../../lib/config/config.ts';
import { NO_SKIP, promotionRole, SKIP_VARIABLE } from '../../lib/names.ts';
import { askAws } from '../connect/aws-errors.ts';
import { requireAws } from '../shared/aws-words.ts';
import { CommandError } from '../shared/command-error.ts';
import { deployedNames } from '../verify/observe/aws.ts';

/** How an execution of a pipeline goes. */
export type Progress = 'running' | 'succeeded' | 'failed';

/** The pipeline of an environment, as another one's build or a person may use it. */
export interface EnvironmentPipeline {
  /** How the executions of a commit went, the newest first. @param commit full hash */
  readonly executionsOf: (commit: string) => Promise<readonly Progress[]>;
  /** Starts an execution of a commit. Returns its id. @param skip why it goes past the environment before; undefined when it does not */
  readonly start: (commit: string, skip: string | undefined) => Promise<string>;
}

const PROGRESS: Readonly<Record<string, Progress>> = {
  InProgress: 'running',
  Stopping: 'running',
  Succeeded: 'succeeded',
};

/**
 * Finds the pipeline of an environment: a build by the role that the environment has for others, a person by their own rights.
 * @throws CommandError when it is not deployed, or the caller may not ask
 */
export async function pipelineOf(config: Config): Promise<EnvironmentPipeline> {
  const { region } = config;
  const settings = { region, credentials: await credentialsFor(config) };
  const { stack, output } = deployedNames(config).pipeline;
  const describing = new CloudFormationClient(settings).send(new DescribeStacksCommand({ StackName: stack }));
  const { Stacks = [] } = await askAws(`reading the stack ${stack}`, region, describing);
  const pipelineName = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;
  if (pipelineName === undefined) {
    throw new CommandError(`${config.environment?.name} has no pipeline yet`, {
      where: `stack ${stack} in ${region}`,
      help: `deploy it once, as docs/environments.md says; then run the command again`,
    });
  }
  const client = new CodePipelineClient(settings);
  return {
    executionsOf: async (commit) => {
      const listing = client.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults: 100 }));
      const { pipelineExecutionSummaries = [] } = await askAws(
        `reading the executions of ${pipelineName}`,
        region,
        listing,
      );
      return pipelineExecutionSummaries
        .filter(({ sourceRevisions }) => sourceRevisions?.some(({ revisionId }) => revisionId === commit))
        .map(({ status = '' }) => PROGRESS[status] ?? 'failed');
    },
    start: async (commit, skip) => {
      const starting = client.send(
        new StartPipelineExecutionCommand({
          name: pipelineName,
          sourceRevisions: [{ actionName: 'GitHub', revisionType: 'COMMIT_ID', revisionValue: commit }],
          variables: [{ name: SKIP_VARIABLE, value: skip ?? NO_SKIP }],
        }),
      );
      const { pipelineExecutionId } = await askAws(`starting ${pipelineName}`, region, starting);
      return requireAws(pipelineExecutionId, 'execution');
    },
  };
}

async function credentialsFor({ name, region, account }: Config) {
  const own = fromNodeProviderChain({ clientConfig: { region } });
  if (process.env.CODEBUILD_BUILD_ID === undefined) return own;
  const sts = new STSClient({ region, credentials: own });
  const caller = await askAws('asking who is signed in', region, sts.send(new GetCallerIdentityCommand({})));
  const owner = account ?? requireAws(caller.Account, 'account');
  return fromTemporaryCredentials({
    masterCredentials: own,
    params: { RoleArn: `arn:aws:iam::${owner}:role/${promotionRole(name)}`, RoleSessionName: 'onemerge-promote' },
    clientConfig: { region },
  });
}
