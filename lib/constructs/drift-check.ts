import { Aws } from 'aws-cdk-lib';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { EventField, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { CodePipeline } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../config/config.ts';
import { DRIFT_GROUP } from '../names.ts';
import { mailByTopic } from './alarms/mail-by-topic.ts';
import { described } from './alarms/runbook.ts';
import { bootstrapRoleArn } from './bootstrap-role.ts';
import { clusterBuild } from './cluster-build.ts';
import { githubSource, grantSource, sourceStage } from './github-source.ts';

export interface DriftCheckProps {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  /** The connection that the source comes through. */
  readonly connectionArn: string;
  readonly repository: Config['repository'];
  /** Which one it looks at, of the environments of the config. */
  readonly environment: string | undefined;
  /** The secret with the address of the chat that hears what was found. */
  readonly chatSecretArn: string | undefined;
  /** Where pipelines of this stack keep their source. */
  readonly artifacts: IBucket;
  /** Of another stack, which lets rules write to it. */
  readonly topic: ITopic;
}

/** When there is a week to act on it. UTC. */
const MONDAYS = Schedule.cron({ weekDay: 'MON', hour: '6', minute: '0' });

/**
 * Looks every week for what somebody changed past the repository, and tells whoever is responsible. A pipeline, because it hands the
 * build a source without a right to the connection: docs/decisions/0039-weekly-drift.md.
 */
export class DriftCheck extends Construct {
  /** What the source action may do with the connection is granted to it. */
  readonly pipeline: codepipeline.Pipeline;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: DriftCheckProps) {
    super(scope, id);
    const { repository, topic } = props;
    this.role = this.readingRole(props.chatSecretArn);
    const project = clusterBuild(this, {
      vpc: props.vpc,
      cluster: props.cluster,
      role: this.role,
      kubernetesGroup: DRIFT_GROUP,
      description: 'Looks for what somebody changed past the repository; changes nothing',
      reaches: 'Drift build: reaches AWS, npm, GitHub and the Kubernetes API',
      buildspec: 'buildspec-drift.yml',
      minutes: 30,
      environment: props.environment,
    });
    const source = new codepipeline.Artifact('Source');
    this.pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineType: codepipeline.PipelineType.V2,
      executionMode: codepipeline.ExecutionMode.QUEUED,
      artifactBucket: props.artifacts,
      stages: [
        sourceStage(githubSource(props, source, { triggerOnPush: false })),
        { stageName: 'Drift', actions: [new CodeBuildAction({ actionName: 'Drift', project, input: source })] },
      ],
    });
    grantSource(this.pipeline, props);
    new Rule(this, 'Weekly', {
      description: 'Looks for what somebody changed past the repository',
      schedule: MONDAYS,
      targets: [new CodePipeline(this.pipeline)],
    });
    const execution = `${EventField.fromPath('$.detail.pipeline')}: execution ${EventField.fromPath('$.detail.execution-id')}`;
    this.pipeline.onStateChange('Found', {
      description: 'Something has drifted, or could not be looked at',
      eventPattern: { detail: { state: ['FAILED'] } },
      target: mailByTopic(topic, `${execution} ended as FAILED. ${described('drift found', repository)}`),
    });
  }

  /** Reads AWS through the CDK's lookup role, and the cluster by what its group may there. */
  private readingRole(chatSecretArn: string | undefined): Role {
    const role = new Role(this, 'Role', {
      description: 'The weekly look for drift: reads through the CDK lookup role',
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: [bootstrapRoleArn(this, 'lookup', Aws.REGION)],
      }),
    );
    if (chatSecretArn) Secret.fromSecretCompleteArn(this, 'Chat', chatSecretArn).grantRead(role);
    return role;
  }
}
