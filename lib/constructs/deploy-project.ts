import { Aws } from 'aws-cdk-lib';
import type { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Config } from '../config/config.ts';
import { BUILD_GROUP } from '../names.ts';
import { grantMergeMetrics } from './alarms/merge-metrics.ts';
import { bootstrapRoleArn } from './bootstrap-role.ts';
import { clusterBuild } from './cluster-build.ts';
import { grantConnection } from './connection-grant.ts';

export interface DeployProjectProps {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  /** The connection that the full clone comes through. */
  readonly connectionArn: string;
  /** What it may clone. */
  readonly repository: Config['repository'];
  /** The regions that it deploys to, besides its own. */
  readonly otherRegions: readonly string[];
  /** The environment that it deploys, of those of the config. */
  readonly environment: string | undefined;
  /** The secret with the address of the chat that the build tells how it ended. */
  readonly chatSecretArn: string | undefined;
  /** The name of the secret with the key of the App by which the build tells GitHub how it ended. */
  readonly appSecret: string | undefined;
}

/** The roles of the CDK bootstrap stack that `cdk deploy` takes. No image is built here, so not the image role. */
const BOOTSTRAP_ROLES = ['deploy', 'file-publishing', 'lookup'];

/** The one build of the pipeline: runs the buildspec.yml of the merged commit. */
export class DeployProject extends Construct {
  readonly project: PipelineProject;
  /** What the build may do. */
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: DeployProjectProps) {
    super(scope, id);
    this.role = this.buildRole(props);
    this.project = clusterBuild(this, {
      vpc: props.vpc,
      cluster: props.cluster,
      role: this.role,
      kubernetesGroup: BUILD_GROUP,
      description: 'Deploys every stack of the merged commit and waits for its verdict',
      reaches: 'Deploy build: reaches AWS, npm, GitHub and the Kubernetes API',
      buildspec: 'buildspec.yml',
      // An hour for the deployment, whose roles expire then, and 20 minutes at most for the verdict, which takes its own.
      minutes: 90,
      environment: props.environment,
    });
    acknowledge(
      this.role,
      'CloudWatch knows no resource for metrics; the namespace is a condition.',
      'AwsSolutions-IAM5[Resource::*]',
    );
  }

  /** What the build may do: take the bootstrap roles. CodeBuild and CodePipeline add what they need to run it. */
  private buildRole(props: DeployProjectProps): IRole {
    const { connectionArn, repository, otherRegions, chatSecretArn, appSecret } = props;
    const role = new Role(this, 'Role', {
      description: 'The pipeline build: deploys through the CDK bootstrap roles',
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: [Aws.REGION, ...otherRegions].flatMap((region) =>
          BOOTSTRAP_ROLES.map((name) => bootstrapRoleArn(this, name, region)),
        ),
      }),
    );
    grantConnection(role, connectionArn, repository);
    grantMergeMetrics(role);
    if (chatSecretArn) Secret.fromSecretCompleteArn(this, 'Chat', chatSecretArn).grantRead(role);
    if (appSecret) Secret.fromSecretNameV2(this, 'GitHubApp', appSecret).grantRead(role);
    return role;
  }
}
