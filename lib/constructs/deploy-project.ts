import { Aws, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { type IVpc, Peer, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { CfnAccessEntry, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { acknowledge, arnInFinding } from '../acknowledge.ts';
import { ENVIRONMENT_VARIABLE } from '../config/chosen-environment.ts';
import type { Config } from '../config/config.ts';
import { BUILD_GROUP } from '../names.ts';
import { grantMergeMetrics } from './alarms/merge-metrics.ts';
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
  readonly project: codebuild.PipelineProject;
  /** What the build may do. */
  readonly role: IRole;

  constructor(scope: Construct, id: string, props: DeployProjectProps) {
    super(scope, id);
    const role = this.buildRole(props);
    this.role = role;
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Deploy build: reaches AWS, npm, GitHub and the Kubernetes API',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS, npm, GitHub, Kubernetes API');
    this.project = new codebuild.PipelineProject(this, 'Project', {
      description: 'Deploys every stack of the merged commit and waits for its verdict',
      role,
      buildSpec: codebuild.BuildSpec.fromSourceFilename('buildspec.yml'),
      environment: {
        buildImage: codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: codebuild.ComputeType.SMALL,
        ...(props.environment !== undefined && {
          environmentVariables: { [ENVIRONMENT_VARIABLE]: { value: props.environment } },
        }),
      },
      vpc: props.vpc,
      subnetSelection: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [securityGroup],
      grantReportGroupPermissions: false,
      // An hour for the deployment, whose roles expire then, and 20 minutes at most for the verdict, which takes its own.
      timeout: Duration.minutes(90),
      logging: {
        cloudWatch: {
          logGroup: new LogGroup(this, 'Logs', {
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        },
      },
    });
    securityGroup.connections.allowTo(props.cluster.clusterSecurityGroup, Port.tcp(443), 'Kubernetes API');
    this.acknowledgeGrants(role);
    // In the cluster the build has exactly what gitops/operators/configs grants this group, and no AWS-managed policy:
    // those with "view" in their name read Secrets or too much else.
    const access = new CfnAccessEntry(this, 'ClusterAccess', {
      clusterName: props.cluster.clusterName,
      principalArn: role.roleArn,
      kubernetesGroups: [BUILD_GROUP],
      type: 'STANDARD',
    });
    // EKS refuses a role that IAM has not spread yet ("principalArn is invalid"); the project takes long enough to make.
    access.node.addDependency(this.project);
  }

  /** Rights that CodeBuild and the CDK give a build in a VPC, and that cannot be narrower. */
  private acknowledgeGrants(role: IRole): void {
    const { region, account } = Stack.of(this);
    const owner = Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
    const partition = RegionInfo.get(region).partition;
    const logs = `/aws/codebuild/${arnInFinding(this.project).replace('.Arn', '')}`;
    acknowledge(
      this.project,
      'The EC2 actions that make a network interface in a subnet have no narrower resource.',
      'AwsSolutions-IAM5[Resource::*]',
    );
    acknowledge(
      this.project,
      'The artifact is the public source of this repository; S3 encrypts it with its own key.',
      'AwsSolutions-CB4',
    );
    acknowledge(
      role,
      'CodeBuild attaches a network interface whose id is not known before; the subnets are a condition.',
      'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface/*]',
    );
    acknowledge(
      role,
      'CloudWatch knows no resource for metrics; the namespace is a condition.',
      'AwsSolutions-IAM5[Resource::*]',
    );
    acknowledge(
      role,
      'The streams of the log group of this build.',
      `AwsSolutions-IAM5[Resource::arn:${partition}:logs:${region}:${owner}:log-group:${logs}:*]`,
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
          BOOTSTRAP_ROLES.map((name) => this.bootstrapRoleArn(name, region)),
        ),
      }),
    );
    grantConnection(role, connectionArn, repository);
    grantMergeMetrics(role);
    if (chatSecretArn) Secret.fromSecretCompleteArn(this, 'Chat', chatSecretArn).grantRead(role);
    if (appSecret) Secret.fromSecretNameV2(this, 'GitHubApp', appSecret).grantRead(role);
    return role;
  }

  /** Of the bootstrap that the stack itself is deployed through. */
  private bootstrapRoleArn(name: string, region: string): string {
    const role = `cdk-${Stack.of(this).synthesizer.bootstrapQualifier}-${name}-role-${Aws.ACCOUNT_ID}-${region}`;
    return `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${role}`;
  }
}
