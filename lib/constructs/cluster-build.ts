import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { type IVpc, Peer, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { CfnAccessEntry, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { acknowledge, arnInFinding } from '../acknowledge.ts';
import { ENVIRONMENT_VARIABLE } from '../config/chosen-environment.ts';

export interface ClusterBuildProps {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  readonly role: IRole;
  /** What the cluster knows it by: `gitops/operators/configs` grants this group what it may do there. */
  readonly kubernetesGroup: string;
  readonly description: string;
  /** What the security group is described by; its name and its description cannot be changed later. */
  readonly reaches: string;
  /** Path in the source. */
  readonly buildspec: string;
  readonly minutes: number;
  /** Which one it is about, of the environments of the config. */
  readonly environment: string | undefined;
}

/** A build of a pipeline that reaches the private Kubernetes API: in the VPC, with a place in the cluster. */
export function clusterBuild(scope: Construct, props: ClusterBuildProps): codebuild.PipelineProject {
  const { vpc, cluster, role, environment } = props;
  const securityGroup = new SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: props.reaches,
    allowAllOutbound: false,
  });
  securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS, npm, GitHub, Kubernetes API');
  const project = new codebuild.PipelineProject(scope, 'Project', {
    description: props.description,
    role,
    buildSpec: codebuild.BuildSpec.fromSourceFilename(props.buildspec),
    environment: {
      buildImage: codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
      computeType: codebuild.ComputeType.SMALL,
      ...(environment !== undefined && { environmentVariables: { [ENVIRONMENT_VARIABLE]: { value: environment } } }),
    },
    vpc,
    subnetSelection: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
    securityGroups: [securityGroup],
    grantReportGroupPermissions: false,
    timeout: Duration.minutes(props.minutes),
    logging: {
      cloudWatch: {
        logGroup: new LogGroup(scope, 'Logs', {
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    },
  });
  securityGroup.connections.allowTo(cluster.clusterSecurityGroup, Port.tcp(443), 'Kubernetes API');
  acknowledgeGrants(project, role);
  // In the cluster the build has exactly what gitops/operators/configs grants its group, and no AWS-managed policy:
  // those with "view" in their name read Secrets or too much else.
  const access = new CfnAccessEntry(scope, 'ClusterAccess', {
    clusterName: cluster.clusterName,
    principalArn: role.roleArn,
    kubernetesGroups: [props.kubernetesGroup],
    type: 'STANDARD',
  });
  // EKS refuses a role that IAM has not spread yet ("principalArn is invalid"); the project takes long enough to make.
  access.node.addDependency(project);
  return project;
}

/** Rights that CodeBuild and the CDK give a build in a VPC, and that cannot be narrower. */
function acknowledgeGrants(project: codebuild.PipelineProject, role: IRole): void {
  acknowledge(
    project,
    'The EC2 actions that make a network interface in a subnet have no narrower resource.',
    'AwsSolutions-IAM5[Resource::*]',
  );
  acknowledge(
    project,
    'The artifact is the public source of this repository; S3 encrypts it with its own key.',
    'AwsSolutions-CB4',
  );
  acknowledge(
    role,
    'CodeBuild attaches a network interface whose id is not known before; the subnets are a condition.',
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface/*]',
  );
  acknowledgeOwnLog(project, role);
}

/** The right that CodeBuild gives every build: to write its own log. */
export function acknowledgeOwnLog(project: codebuild.PipelineProject, role: IRole): void {
  const { region, account } = Stack.of(project);
  const owner = Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
  const partition = RegionInfo.get(region).partition;
  const logs = `/aws/codebuild/${arnInFinding(project).replace('.Arn', '')}`;
  acknowledge(
    role,
    'The streams of the log group of this build.',
    `AwsSolutions-IAM5[Resource::arn:${partition}:logs:${region}:${owner}:log-group:${logs}:*]`,
  );
}
