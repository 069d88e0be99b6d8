import type { TemplateResource } from '../../../../cli/review/facts.ts';

/** A project as small as its rules allow: each resource is there because some branch changes it. */
export const STACKS: Readonly<Record<string, Readonly<Record<string, TemplateResource>>>> = {
  Network: {
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourcePrefixListId: 'pl-1' },
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' },
        ],
        SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' }],
      },
    },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { MapPublicIpOnLaunch: false } },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Scheme: 'internal', Type: 'network' },
    },
    FlowLog: { Type: 'AWS::EC2::FlowLog', Properties: { ResourceType: 'VPC' } },
  },
  Cluster: {
    Cluster: {
      Type: 'AWS::EKS::Cluster',
      Properties: {
        Version: '1.35',
        ResourcesVpcConfig: { EndpointPublicAccess: true, PublicAccessCidrs: ['203.0.113.7/32'] },
      },
    },
    Entry: { Type: 'AWS::EKS::AccessEntry', Properties: { PrincipalArn: 'arn:people', KubernetesGroups: ['readers'] } },
    Identity: {
      Type: 'AWS::EKS::PodIdentityAssociation',
      Properties: { Namespace: 'ghost', ServiceAccount: 'ghost', RoleArn: 'arn:ghost' },
    },
  },
  Database: {
    Database: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        AllocatedStorage: '20',
        BackupRetentionPeriod: 14,
        DBInstanceClass: 'db.t4g.small',
        DeletionProtection: true,
        EnableCloudwatchLogsExports: ['error', 'slowquery'],
        Engine: 'mysql',
        EngineVersion: '8.4.5',
        MultiAZ: true,
        PubliclyAccessible: false,
        StorageEncrypted: true,
        StorageType: 'gp3',
      },
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
    },
    Parameters: { Type: 'AWS::RDS::DBParameterGroup', Properties: { Parameters: { require_secure_transport: '1' } } },
    Key: { Type: 'AWS::KMS::Key', Properties: { Enabled: true, EnableKeyRotation: true }, DeletionPolicy: 'Retain' },
    Credentials: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'hunter2', Description: 'it' } },
    Sessions: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    },
    Plan: { Type: 'AWS::Backup::BackupPlan', Properties: {} },
    Copies: {
      Type: 'AWS::Backup::BackupPlan',
      Properties: { BackupPlan: { BackupPlanRule: [{ Lifecycle: { DeleteAfterDays: 35 } }] } },
    },
    Vault: {
      Type: 'AWS::Backup::BackupVault',
      Properties: { BackupVaultName: 'it', LockConfiguration: { MinRetentionDays: 30 } },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    },
  },
  Ghost: {
    Files: { Type: 'AWS::EFS::FileSystem', Properties: { Encrypted: true, BackupPolicy: { Status: 'ENABLED' } } },
    Bucket: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketEncryption: { It: 'aws:kms' },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    },
    Cdn: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Logging: { Bucket: 'logs' },
          ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
        },
      },
    },
    Log: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 90 } },
    Settings: {
      Type: 'Custom::AWSCDK-EKS-KubernetesResource',
      Properties: { Manifest: '{"kind":"ConfigMap"} INFRASTRUCTURE_0123456789ab' },
    },
    StackPolicy: {
      Type: 'Custom::StackPolicy',
      Properties: { Update: '["LogicalResourceId/Files","LogicalResourceId/Database"]' },
    },
  },
  Pipeline: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'codebuild.amazonaws.com' } }],
        },
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        PermissionsBoundary: 'arn:aws:iam::111122223333:policy/bound',
      },
    },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: ['s3:Get*', 's3:PutObject'], Resource: 'arn:aws:s3:::it/*' },
            { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*', Condition: { Bool: { mfa: 'true' } } },
            { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
          ],
        },
        Roles: ['build'],
      },
    },
    Everything: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }],
        },
      },
    },
    Handler: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Key: `${'0'.repeat(64)}.zip` }, Timeout: 60 } },
    Permission: { Type: 'AWS::Lambda::Permission', Properties: { Principal: 'events.amazonaws.com' } },
  },
  Edge: {
    Addresses: { Type: 'AWS::WAFv2::IPSet', Properties: { Addresses: ['10.0.0.0/8'] } },
    Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { WebACLArn: 'arn:it' } },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*', Principal: '*' }] },
      },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: { Protocol: 'TLS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
    },
  },
  Build: {
    Alarm: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: 'ALARM(one) OR ALARM(other)' } },
    Calls: { Type: 'Custom::AWS', Properties: { Create: '{"service":"S3","action":"listBuckets"}' } },
    Chart: { Type: 'Custom::AWSCDK-EKS-HelmChart', Properties: { Chart: 'oci://ghcr.io/it/flux-operator' } },
    Images: {
      Type: 'AWS::ECR::Repository',
      Properties: { EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: 'arn:one' } },
    },
    Objects: { Type: 'AWS::S3::Bucket', Properties: { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } } },
    Pipeline: {
      Type: 'AWS::CodePipeline::Pipeline',
      Properties: {
        Stages: [
          {
            Actions: [
              { ActionTypeId: { Category: 'Source' }, Configuration: { FullRepositoryId: 'it/blog' } },
              { ActionTypeId: { Category: 'Approval' } },
            ],
          },
        ],
      },
    },
    Project: {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        Environment: { Image: 'aws/codebuild/standard:7.0', PrivilegedMode: false },
        ServiceRole: 'arn:build',
        Visibility: 'PRIVATE',
      },
    },
    Selection: {
      Type: 'AWS::Backup::BackupSelection',
      Properties: { BackupSelection: { Resources: ['one', 'other'] } },
    },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    Copied: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: { Replicas: [{ Region: 'eu-west-1' }, { Region: 'eu-central-1' }] },
    },
    Storage: { Type: 'AWS::EKS::Addon', Properties: { AddonName: 'it', AddonVersion: 'v2.1.10-eksbuild.1' } },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'it' } },
    Snapshots: { Type: 'Custom::Snapshots', Properties: { DeleteAutomatedBackups: false } },
    Trail: { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true } },
  },
};
