/** Types that are in a template only to let somebody in or something through, or to show something: taken away, nothing fails to happen. */
export const TAKES_AWAY =
  /^(AWS::(ApiGateway::Deployment|Budgets|CDK|CloudTrail::Trail|CloudWatch::(Alarm|Dashboard)|Config::ConfigurationRecorder|EC2::(ClientVpn\w+|EIP\w*|FlowLog|KeyPair|PrefixList|Route|SecurityGroup(Ingress|Egress)?|VPCPeeringConnection)|EKS::(AccessEntry|PodIdentityAssociation)|GuardDuty::Detector|IAM|KMS::Alias|Lambda::(EventInvokeConfig|LayerVersion\w*|Permission|Url|Version)|Logs::Log(Group|Stream)|RAM|SecretsManager::SecretTargetAttachment|SecurityHub::Hub|SNS::TopicPolicy|SQS::QueuePolicy|S3::BucketPolicy|WAFv2::WebACLAssociation|Backup::Backup(Plan|Selection)|DLM::LifecyclePolicy)(::|$)|Custom::(?!AWSCDK-EKS-HelmChart))/;

/** Types that open nothing by being there, or that other rules look at when they are new. */
export const OPENS_NOTHING = new RegExp(
  `^(Custom::(?!AWSCDK-EKS-KubernetesPatch).*|AWS::(${[
    'Backup::(Backup(Plan|Selection|Vault)|LogicallyAirGappedBackupVault)',
    'Budgets::Budget',
    'CDK::Metadata',
    'CertificateManager::Certificate',
    'CloudFormation::(CustomResource|Macro|Stack|StackSet|WaitCondition(Handle)?)',
    'CloudFront::(CachePolicy|Distribution|Function|MonitoringSubscription|Origin\\w+|ResponseHeadersPolicy|VpcOrigin)',
    'CloudTrail::Trail',
    'CloudWatch::(Alarm|CompositeAlarm|Dashboard)',
    'CodeBuild::Project',
    'CodePipeline::Pipeline',
    'Config::(ConfigRule|ConfigurationRecorder)',
    'Cassandra::(Keyspace|Table)',
    'DLM::LifecyclePolicy',
    '(DocDB|Neptune|RDS)::DB(Cluster|Instance)',
    'DynamoDB::(GlobalTable|Table)',
    'EC2::(DHCPOptions|EIP|FlowLog|NatGateway|NetworkAcl|PrefixList|Route|RouteTable|SecurityGroup|SecurityGroup(E|In)gress)',
    'EC2::(Subnet|SubnetRouteTableAssociation|VPC|VPCCidrBlock|VPCEndpoint|VPCDHCPOptionsAssociation|Volume)',
    'ECR::Repository',
    'EFS::(AccessPoint|FileSystem|MountTarget)',
    'EKS::(AccessEntry|Cluster|PodIdentityAssociation)',
    '(DocDB|ElastiCache|MemoryDB|Neptune|RDS|Redshift)::\\w*(ParameterGroup|SubnetGroup|OptionGroup)',
    'ElastiCache::(CacheCluster|ReplicationGroup|ServerlessCache)',
    'ElasticLoadBalancingV2::(Listener|ListenerCertificate|LoadBalancer|TargetGroup)',
    'Events::(ApiDestination|Connection|EventBus|EventBusPolicy|Rule)',
    'GuardDuty::Detector',
    'IAM::\\w+',
    'KMS::(Alias|Key|ReplicaKey)',
    'Kinesis::Stream',
    'Lambda::(Alias|EventInvokeConfig|EventSourceMapping|Function|LayerVersion|LayerVersionPermission|Permission|Url|Version)',
    'Logs::(Destination|LogGroup|LogStream|MetricFilter|QueryDefinition|ResourcePolicy|SubscriptionFilter)',
    'Redshift::Cluster',
    'S3::(Bucket|BucketPolicy)',
    'SNS::(Subscription|Topic|TopicPolicy)',
    'SQS::(Queue|QueuePolicy)',
    'SSM::Parameter',
    'SecretsManager::(ResourcePolicy|RotationSchedule|Secret|SecretTargetAttachment)',
    'SecurityHub::Hub',
    'WAFv2::(IPSet|LoggingConfiguration|RuleGroup|WebACL|WebACLAssociation)',
  ].join('|')}))$`,
);

/** Fields by type that rules judge in full, or whose change neither opens nor loses anything. */
const UNDERSTOOD: readonly (readonly [type: RegExp, fields: RegExp])[] = [
  // Words, sizes and times, whatever has them.
  [
    /./,
    /^(Tags|Description|\w*Description|Comment|DisplayName|DependsOn|CreationPolicy|SchemaVersion|PriceClass|HttpVersion)$/,
  ],
  [
    /./,
    /^(\w*Timeout\w*|\w*InSeconds|\w*Interval\w*|TTL|(Default|Max|Min)TTL|Preferred\w+Window|\w*MaintenanceWindow)$/,
  ],
  [
    /./,
    /^(MemorySize|EphemeralStorage|\w*Concurrent\w*|\w*InstanceClass|\w*InstanceType|(Max)?AllocatedStorage|Iops|\w*Throughput\w*)$/,
  ],
  [
    /./,
    /^(BillingMode|Runtime|Architectures|PerformanceInsights\w*|CopyTags\w*|AllowMajorVersionUpgrade|ApplyImmediately)$/,
  ],
  [/./, /^(HealthCheck\w*|\w*ThresholdCount|EnableDns\w+|UpgradePolicy|ScheduleExpression\w*|CustomErrorResponses)$/],
  [
    /./,
    /^(GlobalSecondaryIndexes|LocalSecondaryIndexes|AttributeDefinitions|LifecyclePolicies|\w*Transitions?|AbortIncompleteMultipartUpload)$/,
  ],
  // Data, see data-at-risk.ts.
  [/./, /^(Deletion|UpdateReplace)Policy$/],
  [
    /./,
    /^(\w*(Backup|Snapshot|Recovery)\w*Retention\w*|\w*RetentionPeriod\w*|RetentionInDays|BackupPolicy|VersioningConfiguration)$/,
  ],
  [
    /./,
    /^(PointInTimeRecoverySpecification|PointInTimeRecoveryEnabled|RecoveryPeriodInDays|DeleteAutomatedBackups|LockConfiguration)$/,
  ],
  [
    /./,
    /^(LifecycleConfiguration|LifecyclePolicy|TimeToLiveSpecification|DeletionProtection\w*|TerminationProtectionEnabled|ReplicationOverwriteProtection)$/,
  ],
  [
    /./,
    /^(PendingWindowInDays|ObjectLockConfiguration|EmptyOnDelete|DBSnapshotIdentifier|SnapshotIdentifier|EngineVersion|MultiAZ)$/,
  ],
  [
    /^AWS::(Backup|DLM)::/,
    /^(ListOfTags|Resources|NotResources|Conditions|RuleName|CopyActions|EnableContinuousBackup|Lifecycle|StartWindow\w*|CompletionWindow\w*)$/,
  ],
  [
    /ParameterGroup$/,
    /^(require_secure_transport|innodb_flush_log_at_trx_commit|sync_binlog|synchronous_commit|max_\w+|\w+_(size|timeout|connections|cache))$/,
  ],
  // Permissions: permission-rules.ts.
  [
    /./,
    /^(PolicyDocument|AssumeRolePolicyDocument|KeyPolicy|FileSystemPolicy|AccessPolicy|AccessPolicies|ResourcePolicy|RepositoryPolicyText|InlinePolicy)$/,
  ],
  [/./, /^(ManagedPolicyArns|PermissionsBoundary|KubernetesGroups|MaxSessionDuration|RoleArn|\w*Role|\w*RoleArn)$/],
  [/^AWS::IAM::/, /^(Policies|Roles|Users|Groups|Path)$/],
  [
    /^AWS::(Lambda::Permission|EC2::SecurityGroup(In|E)gress|EKS::(AccessEntry|PodIdentityAssociation))$/,
    /^(?!DisableSessionTags|Username)/,
  ],
  // Networks: network-rules.ts, passage-rules.ts.
  [
    /./,
    /^(SecurityGroupIngress|SecurityGroupEgress|PubliclyAccessible|Scheme|MapPublicIpOnLaunch|PublicAccessBlockConfiguration|AccessControl)$/,
  ],
  [
    /./,
    /^(EndpointPublicAccess|PublicAccessCidrs|SecurityGroups|SecurityGroupIds|SubnetIds|Subnets|VPCSecurityGroups|MaxEntries)$/,
  ],
  [/^AWS::EC2::(Route|PrefixList)$/, /./],
  // Encryption and logs: encryption-rules.ts, watch-rules.ts.
  [
    /./,
    /^(Encrypted|StorageEncrypted|BucketEncryption|EncryptionConfig\w*|SSESpecification|Kms\w+|KMSMasterKeyID|KeyArn|EnableKeyRotation)$/,
  ],
  [
    /./,
    /^(SslPolicy|MinimumProtocolVersion|ViewerProtocolPolicy|OriginProtocolPolicy|Logging|EnableCloudwatchLogsExports)$/,
  ],
  [
    /./,
    /^(IsLogging|EnableLogFileValidation|IsMultiRegionTrail|TrafficType|AlarmActions|WebACLId|OKActions|InsufficientDataActions|AuthenticationMode|BootstrapClusterCreatorAdminPermissions)$/,
  ],
  [/^AWS::ElasticLoadBalancingV2::Listener$/, /^Protocol$/],
  [/^AWS::KMS::/, /^Enabled$/],
  [/^AWS::CloudWatch::/, /^(?!Dimensions$)/],
  [/^AWS::WAFv2::/, /^(DefaultAction|Rules|Addresses|VisibilityConfig)$/],
  [/^AWS::Budgets::Budget$/, /./],
  [/^AWS::SNS::Topic$/, /^Subscription$/],
  // What runs: program-rules.ts.
  [
    /./,
    /^(ZipFile|S3Bucket|ImageUri|FunctionCode|BuildSpec|Image|Handler|UserData|Layers|PrivilegedMode|Visibility|MasterUserPassword|Password|SecretString|GenerateSecretString|AuthToken)$/,
  ],
  [/./, /^(FullRepositoryId|BranchName|ConnectionArn|Location|RepositoryName|ActionTypeId)$/],
  [/^AWS::(EKS::Cluster|EKS::Addon)$/, /^(Version|AddonVersion)$/],
  [/^AWS::Events::Rule$/, /^Arn$/],
  [/^AWS::CloudFormation::(Macro|Stack|StackSet)$/, /./],
  [/^Custom::AWSCDK-EKS-KubernetesResource$/, /^Manifest$/],
  [/^Custom::AWSCDK-EKS-HelmChart$/, /^(Chart|Repository|Values)$/],
];

export const isUnderstood = (type: string, field: string) =>
  UNDERSTOOD.some(([types, fields]) => types.test(type) && fields.test(field));
