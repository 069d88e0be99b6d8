import { CodePipelineClient, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { CodeStarConnectionsClient, GetConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { askAws } from '../../connect/aws-errors.ts';
import { type ClientSettings, everyPage } from './ask.ts';

/** An execution of a pipeline. */
interface LatestExecution {
  readonly id: string;
  /** For example `Succeeded`. */
  readonly status: string;
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
  /** The latest execution of a pipeline, if there is one. codepipeline:ListPipelineExecutions */
  readonly latestExecution: (pipeline: string) => Promise<LatestExecution | undefined>;
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
    latestExecution: async (pipelineName) => {
      const asking = pipelines.send(new ListPipelineExecutionsCommand({ pipelineName, maxResults: 1 }));
      const { pipelineExecutionSummaries: [latest] = [] } = await askAws('reading the executions', region, asking);
      return latest && { id: latest.pipelineExecutionId ?? '', status: latest.status ?? '' };
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
