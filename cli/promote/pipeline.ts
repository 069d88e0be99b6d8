import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Config } from '../../lib/config/config.ts';
import { NO_SKIP, promotionRole, SKIP_VARIABLE } from '../../lib/names.ts';
import { readOutputs } from '../connect/deployment.ts';
import { askAws } from '../shared/ask-aws.ts';
import { requireAws } from '../shared/aws-words.ts';
import { readCaller } from '../shared/caller.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { approvalFor, readApprovals } from '../shared/manual-approvals.ts';
import { ownCredentials } from '../shared/own-credentials.ts';
import type { Execution } from '../verify/facts.ts';
import { deployedNames } from '../verify/observe/aws.ts';
import { MEANINGS } from '../verify/observe/executions.ts';
import { type WaitingExecution, waitingExecution } from './approval-gate.ts';

/** What a promotion knows of an execution: one that a person has yet to approve is not worth waiting for. */
export type PastExecution = Execution | 'awaiting approval';

/** The pipeline of an environment, as another one's build or a person may use it. */
export interface EnvironmentPipeline {
  /** How the executions of a commit went, the newest first. @param commit full hash */
  readonly executionsOf: (commit: string) => Promise<readonly PastExecution[]>;
  /** Starts an execution of a commit. Returns its id. @param skip why it goes past the environment before; undefined when it does not */
  readonly start: (commit: string, skip: string | undefined) => Promise<string>;
  /** The execution that waits for a person's approval; undefined when none does. */
  readonly waiting: () => Promise<WaitingExecution | undefined>;
}

/**
 * Finds the pipeline of an environment: a build by the role that the environment has for others, a person by their own rights.
 * @throws CommandError when it is not deployed, or the caller may not ask
 */
export async function pipelineOf(config: Config): Promise<EnvironmentPipeline> {
  const { region } = config;
  const settings = clientSettings(region, await credentialsFor(config));
  const { stack, output } = deployedNames(config).pipeline;
  const stacks = new CloudFormationClient(settings);
  const pipelineName = (await readOutputs({ region, stacks }, stack)).required(output);
  const client = new CodePipelineClient(settings);
  const approval = config.environment?.approval;
  const approvalsOf = async () =>
    approval === undefined ? new Map<string, never>() : await readApprovals(client, pipelineName, approval);
  return {
    waiting: () => waitingExecution({ client, region, pipelineName }),
    executionsOf: async (commit) => {
      const listing = client.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults: 100 }));
      const { pipelineExecutionSummaries = [] } = await askAws(
        `reading the executions of ${pipelineName}`,
        region,
        listing,
      );
      const ofCommit = pipelineExecutionSummaries.filter(({ sourceRevisions }) =>
        sourceRevisions?.some(({ revisionId }) => revisionId === commit),
      );
      const approvals = await askAws(`reading the approvals of ${pipelineName}`, region, approvalsOf());
      return ofCommit.map((one) =>
        approvalFor(approvals, one)?.state === 'awaited' ? 'awaiting approval' : MEANINGS[one.status ?? 'Failed'],
      );
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
  const own = ownCredentials(clientSettings(region));
  if (process.env.CODEBUILD_BUILD_ID === undefined) return own;
  const caller = await askAws('asking who the caller is', region, readCaller(clientSettings(region, own)));
  return fromTemporaryCredentials({
    masterCredentials: own,
    params: {
      RoleArn: `arn:aws:iam::${account ?? caller.account}:role/${promotionRole(name)}`,
      RoleSessionName: 'onemerge-promote',
    },
    clientConfig: clientSettings(region),
  });
}
