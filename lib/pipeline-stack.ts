import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnConnection } from 'aws-cdk-lib/aws-codeconnections';
import * as codepipeline from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, type CodeStarConnectionsSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { acknowledge, arnInFinding } from './acknowledge.ts';
import { CERTIFICATE_REGION } from './config/certificate-region.ts';
import type { Config } from './config/config.ts';
import { isPromotedTo } from './config/environment.ts';
import { DeployProject } from './constructs/deploy-project.ts';
import { DriftCheck } from './constructs/drift-check.ts';
import { githubSource, grantSource, sourceStage } from './constructs/github-source.ts';
import { LiveReview } from './constructs/live-review.ts';
import { approvalStage, grantApprovalMail } from './constructs/manual-approval.ts';
import { PipelineAlarm } from './constructs/pipeline-alarm.ts';
import { Promotion } from './constructs/promotion.ts';
import { SignatureCheck } from './constructs/signature-check.ts';
import { APPROVAL_ACTION, APPROVAL_STAGE, githubAppSecret, NO_SKIP, SKIP_REASON, SKIP_VARIABLE } from './names.ts';

export interface PipelineStackProps extends StackProps {
  readonly config: Config;
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  /** Where an execution is told of that did not succeed. */
  readonly alarms: ITopic;
}

/** GitHub, a person's approval where the config asks for it, then one build that deploys every stack, this one included. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { config } = props;
    const { repository, name, chat, liveReview, environment } = config;

    const connectionArn = repository.connectionArn ?? this.connection(name);
    const deploy = new DeployProject(this, 'Deploy', {
      vpc: props.vpc,
      cluster: props.cluster,
      connectionArn,
      repository,
      environment: environment?.name,
      chatSecretArn: chat?.webhookSecretArn,
      appSecret: repository.app?.reports === 'on' ? githubAppSecret(name) : undefined,
      // Before there is a certificate, too: the merge that brings it is deployed with the rights from before it.
      otherRegions: [CERTIFICATE_REGION].filter((region) => region !== config.region),
    });
    new Promotion(this, 'Promotion', { config, build: deploy.role });
    const skip = isPromotedTo(config) ? skipVariable(environment?.after) : undefined;
    const artifacts = this.artifactBucket();
    const source = new codepipeline.Artifact('Source');
    const from = { repository, connectionArn };
    const github = githubSource(from, source, {
      ...(isPromotedTo(config) && { triggerOnPush: false as const }),
      // The verdict needs the history, which the default artifact lacks.
      codeBuildCloneOutput: true,
    });
    const { signedBy } = repository;
    const signature = signedBy && new SignatureCheck(this, 'Signature', { ...from, signedBy });
    const approval = skip && this.approval(props, github, skip.reference());
    const pipeline = new codepipeline.Pipeline(this, 'Pipeline', {
      pipelineType: codepipeline.PipelineType.V2,
      // Each merge is judged by an execution of its own; none is skipped.
      executionMode: codepipeline.ExecutionMode.QUEUED,
      // A merge that changes the pipeline runs again through the changed one. It would do so with the branch's head, which may be
      // another commit than the one that was promoted.
      restartExecutionOnUpdate: !isPromotedTo(config),
      ...(skip && { variables: [skip] }),
      artifactBucket: artifacts,
      stages: [
        sourceStage(github),
        ...(signature ? [signature.stage(source)] : []),
        ...(approval ? [approval] : []),
        {
          stageName: 'Deploy',
          actions: [
            new CodeBuildAction({
              actionName: 'Deploy',
              project: deploy.project,
              input: source,
              ...(skip && { environmentVariables: { [SKIP_REASON]: { value: skip.reference() } } }),
            }),
          ],
        },
      ],
    });
    grantSource(pipeline, from);
    if (approval) {
      grantApprovalMail(pipeline, props.alarms);
      new CfnOutput(this, 'ApprovalArn', {
        description: 'Who may approve: whom IAM allows codepipeline:PutApprovalResult on it',
        value: `${pipeline.pipelineArn}/${APPROVAL_STAGE}/${APPROVAL_ACTION}`,
      });
    }
    const objects = `Resource::${arnInFinding(artifacts)}/*`;
    const reading = ['Action::s3:GetBucket*', 'Action::s3:GetObject*', 'Action::s3:List*', objects];
    const writing = ['Action::s3:Abort*', 'Action::s3:DeleteObject*'];
    acknowledgeGrants(deploy, 'The build reads the artifacts of the pipeline.', reading);
    if (signature) acknowledgeGrants(signature, 'The look for a signature reads the source.', reading);
    acknowledgeGrants(pipeline, 'The pipeline keeps its artifacts in its bucket.', [...reading, ...writing]);
    new PipelineAlarm(this, 'Alarm', { pipeline, topic: props.alarms, runbook: repository, environment });

    if (config.driftCheck === 'weekly') {
      const drift = new DriftCheck(this, 'Drift', {
        ...{ ...from, vpc: props.vpc, cluster: props.cluster, artifacts, topic: props.alarms },
        environment: environment?.name,
        chatSecretArn: chat?.webhookSecretArn,
      });
      acknowledgeGrants(drift.role, 'The look for drift reads the source of its pipeline.', reading);
      acknowledgeGrants(drift.pipeline, 'The pipeline keeps its source in the bucket.', [...reading, ...writing]);
    }
    if (liveReview) new LiveReview(this, 'LiveReview', { name, repository, provider: liveReview.provider });

    new CfnOutput(this, 'PipelineName', { value: pipeline.pipelineName });
    new CfnOutput(this, 'ConnectionArn', {
      description: 'Its handshake is finished once, by a person, in the console',
      value: connectionArn,
    });
  }

  /** The stage between source and build in which a person approves; undefined where none does. */
  private approval(
    { config: { environment, repository }, alarms }: PipelineStackProps,
    github: CodeStarConnectionsSourceAction,
    skipReason: string,
  ): codepipeline.StageProps | undefined {
    if (environment?.approval === undefined) return undefined;
    const { approval } = environment;
    // Asked for its variables, the action gets a namespace: not before they are needed.
    const source = github.variables;
    return approvalStage(this, { approval, environment, repository, source, skipReason, topic: alarms });
  }

  /** Born PENDING: only a person can authorise it on GitHub. */
  private connection(name: string): string {
    const connection = new CfnConnection(this, 'GitHub', { connectionName: `${name}-github`, providerType: 'GitHub' });
    return connection.attrConnectionArn;
  }

  private artifactBucket(): Bucket {
    const bucket = new Bucket(this, 'Artifacts', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    acknowledge(
      bucket,
      'Holds the public source of this repository for 30 days; who deploys is in the history of the pipeline.',
      'AwsSolutions-S1',
    );
    return bucket;
  }
}

/** @param before the environment that commits come from */
function skipVariable(before: string | undefined): codepipeline.Variable {
  return new codepipeline.Variable({
    variableName: SKIP_VARIABLE,
    defaultValue: NO_SKIP,
    description: `Why a commit is deployed that was not live in ${before}`,
  });
}

function acknowledgeGrants(scope: Construct, reason: string, findings: string[]): void {
  acknowledge(scope, reason, ...findings.map((finding) => `AwsSolutions-IAM5[${finding}]`));
}
