import type { ResourceChange } from './compare.ts';

/**
 * Types whose removal or replacement loses what people stored, or the key to it, by service. They are those that the CDK's own table of
 * resources calls stateful, see the test, and those that hold data by AWS's documents.
 */
const STATEFUL: Readonly<Record<string, string>> = {
  ACMPCA: 'CertificateAuthority',
  APS: 'Workspace',
  AmazonMQ: 'Broker',
  Backup: 'BackupVault|LogicallyAirGappedBackupVault',
  Cassandra: 'Keyspace|Table',
  CloudHSM: 'Cluster',
  CloudTrail: 'EventDataStore',
  CodeArtifact: 'Domain|Repository',
  CodeCommit: 'Repository',
  Cognito: 'IdentityPool|UserPool',
  CustomerProfiles: 'Domain',
  DSQL: 'Cluster',
  DirectoryService: 'MicrosoftAD|SimpleAD',
  DocDB: 'DBCluster|DBInstance',
  DocDBElastic: 'Cluster',
  DynamoDB: 'GlobalTable|Table',
  EC2: 'Volume',
  ECR: 'PublicRepository|Repository',
  EFS: 'FileSystem',
  EMR: 'Cluster',
  ElastiCache: 'CacheCluster|GlobalReplicationGroup|ReplicationGroup|ServerlessCache',
  Elasticsearch: 'Domain',
  Events: 'Archive',
  FSx: 'FileSystem|Snapshot|StorageVirtualMachine|Volume',
  HealthLake: 'FHIRDatastore',
  IoTAnalytics: 'Channel|Datastore',
  KMS: 'Key|ReplicaKey',
  Kinesis: 'Stream',
  KinesisVideo: 'Stream',
  Lightsail: 'Bucket|Database|Disk|Instance',
  MSK: 'Cluster|ServerlessCluster',
  MediaStore: 'Container',
  MemoryDB: 'Cluster|MultiRegionCluster',
  Neptune: 'DBCluster|DBInstance',
  NeptuneGraph: 'Graph',
  Omics: 'AnnotationStore|ReferenceStore|SequenceStore|VariantStore',
  OpenSearchServerless: 'Collection',
  OpenSearchService: 'Domain',
  Organizations: 'Account',
  PaymentCryptography: 'Key',
  Pinpoint: 'App',
  QLDB: 'Ledger',
  RDS: 'DBCluster|DBInstance',
  Redshift: 'Cluster',
  RedshiftServerless: 'Namespace',
  S3: 'Bucket',
  S3Express: 'DirectoryBucket',
  S3Outposts: 'Bucket',
  S3Tables: 'Table|TableBucket',
  S3Vectors: 'Index|VectorBucket',
  SDB: 'Domain',
  SES: 'MailManagerArchive',
  SQS: 'Queue',
  SageMaker: 'Domain|FeatureGroup',
  SecretsManager: 'Secret',
  Timestream: 'Database|InfluxDBCluster|InfluxDBInstance|Table',
  WorkSpaces: 'Workspace',
};

const TYPES = new Set(
  Object.entries(STATEFUL).flatMap(([service, names]) => names.split('|').map((name) => `AWS::${service}::${name}`)),
);

/** Whether resources of a type hold data. */
export const isStatefulType = (type: string) => TYPES.has(type);

/** Whether a resource that changes holds data. An instance of a cluster holds none: the cluster's volume does. */
export function isStateful({ type, before }: ResourceChange): boolean {
  const isMember = type.endsWith('::DBInstance') && before?.Properties?.DBClusterIdentifier !== undefined;
  return isStatefulType(type) && !isMember;
}

/** A login that CloudFormation made up for a database's master: whoever removes it has RDS set another one, and loses no data. */
export function isMadeUpLogin({ type, before }: ResourceChange): boolean {
  const made = before?.Properties?.GenerateSecretString as { readonly SecretStringTemplate?: unknown } | undefined;
  return type === 'AWS::SecretsManager::Secret' && String(made?.SecretStringTemplate).includes('"username"');
}
