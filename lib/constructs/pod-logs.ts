import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LOG_COLLECTOR } from '../names.ts';
import { PodIdentityRole } from './pod-identity-role.ts';

export interface PodLogsProps {
  readonly cluster: ICluster;
  /** How many days a line is kept: one of `LOG_DAYS`. */
  readonly keepDays: number;
}

/**
 * Where CloudWatch keeps what pods write, and who may write there. Both outlive the stack and the config's field: a merge that
 * turns logs off deletes none, they go by themselves. See docs/decisions/0040-logs-of-pods.md.
 */
export class PodLogs extends Construct {
  /** Names, as CloudFormation makes them. */
  readonly group: string;
  readonly stream: string;

  constructor(scope: Construct, id: string, { cluster, keepDays }: PodLogsProps) {
    super(scope, id);
    // The CDK's names for days have these numbers.
    const group = new LogGroup(this, 'Group', { retention: keepDays, removalPolicy: RemovalPolicy.RETAIN });
    const stream = new LogStream(this, 'Stream', { logGroup: group, removalPolicy: RemovalPolicy.RETAIN });
    this.group = group.logGroupName;
    this.stream = stream.logStreamName;
    const { role } = new PodIdentityRole(this, 'Collector', { cluster, ...LOG_COLLECTOR });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:PutLogEvents'],
        resources: [
          Stack.of(this).formatArn({
            service: 'logs',
            resource: 'log-group',
            resourceName: `${this.group}:log-stream:${this.stream}`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    );
  }
}
