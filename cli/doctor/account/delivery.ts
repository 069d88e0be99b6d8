import {
  CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
} from '@aws-sdk/client-codepipeline';
import { CodeStarConnectionsClient, GetConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Approval } from '../../../lib/config/environment.ts';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { approvalFor, type ManualApproval, readApprovals } from '../../shared/manual-approvals.ts';
import { everyPage } from './ask.ts';

/** An execution of a pipeline. */
export interface PipelineExecution {
  readonly id: string;
  /** For example `Succeeded`. */
  readonly status: string;
  /** Full hash of what it deploys, and the commit's subject; undefined before its source is read. */
  readonly commit?: { readonly hash: string; readonly subject: string };
  readonly startedAt: Date;
  /** When it last changed: once it has ended, its end. */
  readonly updatedAt: Date;
  /** Where a person approves: what they were asked, and said. */
  readonly approval?: ManualApproval;
}

/** Somebody who hears of a topic. */
interface Subscription {
  readonly address: string;
  /** Has the address agreed? */
  readonly confirmed: boolean;
}

export interface Delivery {
  /** The state of a connection, for example `AVAILABLE`. codestar-connections:GetConnection */
  readonly connectionStatus: (arn: string) => Promise<string>;
  /** The latest executions of a pipeline, at most so many, the newest first. codepipeline:ListPipelineExecutions, and ListActionExecutions where a person approves */
  readonly executions: (
    pipeline: string,
    count: number,
    approval: Approval | undefined,
  ) => Promise<readonly PipelineExecution[]>;
  /** Who hears of a topic. sns:ListSubscriptionsByTopic */
  readonly subscriptions: (topicArn: string) => Promise<readonly Subscription[]>;
  /** The states of a target group's targets, for example `healthy`. elasticloadbalancing:DescribeTargetHealth */
  readonly targetStates: (targetGroupArn: string) => Promise<readonly string[]>;
}

export function openDelivery(settings: ClientSettings): Delivery {
  const { region } = settings;
  const connections = new CodeStarConnectionsClient(settings);
  const pipelines = new CodePipelineClient(settings);
  const topics = new SNSClient(settings);
  const balancers = new ElasticLoadBalancingV2Client(settings);
  return {
    connectionStatus: async (ConnectionArn) => {
      const asking = connections.send(new GetConnectionCommand({ ConnectionArn }));
      return (
        (await askAws('reading the connection to GitHub', region, asking)).Connection?.ConnectionStatus ?? 'unknown'
      );
    },
    executions: async (pipelineName, maxResults, approval) => {
      const asking = pipelines.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults }));
      const [{ pipelineExecutionSummaries = [] }, approvals] = await Promise.all([
        askAws('reading the executions', region, asking),
        approval && askAws('reading the approvals', region, readApprovals(pipelines, pipelineName, approval)),
      ]);
      return pipelineExecutionSummaries.map((one) => executionOf(one, approvals && approvalFor(approvals, one)));
    },
    subscriptions: async (TopicArn) => {
      const found = await everyPage('reading the subscriptions', region, async (NextToken) => {
        const answer = await topics.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }));
        return { items: answer.Subscriptions, next: answer.NextToken };
      });
      return found.map(({ Endpoint = '', SubscriptionArn = '' }) => ({
        address: Endpoint,
        confirmed: SubscriptionArn.startsWith('arn:'),
      }));
    },
    targetStates: async (TargetGroupArn) => {
      const asking = balancers.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      const { TargetHealthDescriptions = [] } = await askAws('reading the health of targets', region, asking);
      return TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth?.State ?? 'unknown');
    },
  };
}

function executionOf(summary: PipelineExecutionSummary, approval?: ManualApproval): PipelineExecution {
  const { pipelineExecutionId = '', status = '', startTime = new Date(0), sourceRevisions: [source] = [] } = summary;
  return {
    id: pipelineExecutionId,
    status,
    startedAt: startTime,
    updatedAt: summary.lastUpdateTime ?? startTime,
    ...(approval && { approval }),
    ...(source?.revisionId === undefined
      ? {}
      : { commit: { hash: source.revisionId, subject: subjectOf(source.revisionSummary) } }),
  };
}

/**
 * The first line of a commit's message. Of a repository of GitHub the summary is JSON around the message, and may be cut.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_SourceRevision.html
 */
function subjectOf(summary = ''): string {
  const [, quoted] = /"CommitMessage":("(?:[^"\\]|\\.)*")/.exec(summary) ?? [];
  const message = quoted === undefined ? summary : (JSON.parse(quoted) as string);
  return message.split('\n')[0] ?? '';
}
