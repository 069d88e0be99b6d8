import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { dataAtRisk } from '../../../../cli/review/infrastructure/data-at-risk.ts';
import { changed } from '../../../support/review.ts';

const bucket = (Properties: Record<string, unknown>): TemplateResource => ({ Type: 'AWS::S3::Bucket', Properties });
const resource = (Type: string, Properties: Record<string, unknown>): TemplateResource => ({ Type, Properties });
const rules = (...Rules: object[]) =>
  bucket({ LifecycleConfiguration: { Rules: Rules.map((rule) => ({ Status: 'Enabled', ...rule })) } });
const imagesExpire = (countNumber: number) =>
  resource('AWS::ECR::Repository', {
    LifecyclePolicy: {
      LifecyclePolicyText: JSON.stringify({
        rules: [{ selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber } }],
      }),
    },
  });
const selection = (BackupSelection: object): TemplateResource => ({
  Type: 'AWS::Backup::BackupSelection',
  Properties: { BackupSelection },
});
const keptFor = (DeleteAfterDays: number): TemplateResource => ({
  Type: 'AWS::Backup::BackupPlan',
  Properties: { BackupPlan: { BackupPlanRule: [{ RuleName: 'a', Lifecycle: { DeleteAfterDays } }] } },
});
const copiedTo = (DestinationBackupVaultArn: string) =>
  resource('AWS::Backup::BackupPlan', {
    BackupPlan: { BackupPlanRule: [{ RuleName: 'a', CopyActions: [{ DestinationBackupVaultArn }] }] },
  });
const plan = (...names: string[]): TemplateResource => ({
  Type: 'AWS::Backup::BackupPlan',
  Properties: { BackupPlan: { BackupPlanRule: names.map((RuleName) => ({ RuleName })) } },
});
const table = (PointInTimeRecoveryEnabled: boolean): TemplateResource => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } },
});

const key = (Enabled: string) => resource('AWS::KMS::Key', { Enabled });
const database = (Properties: Record<string, unknown>) => resource('AWS::RDS::DBInstance', Properties);

describe('data at risk, whatever a service calls it,', () => {
  for (const [what, before, after] of [
    [
      'older versions that go sooner',
      bucket({}),
      bucket({
        LifecycleConfiguration: { Rules: [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 1 } }] },
      }),
    ],
    [
      'a table whose protection has another name',
      { Type: 'AWS::DynamoDB::Table', Properties: { DeletionProtectionEnabled: true } },
      { Type: 'AWS::DynamoDB::Table', Properties: { DeletionProtectionEnabled: false } },
    ],
    [
      'a selection of backups that leaves one out',
      selection({ Resources: ['*'] }),
      selection({ Resources: ['*'], NotResources: ['a'] }),
    ],
    ['backups that are kept for a shorter time', keptFor(35), keptFor(1)],
    [
      'snapshots by the name that a cache has for them',
      resource('AWS::ElastiCache::ReplicationGroup', { SnapshotRetentionLimit: 7 }),
      resource('AWS::ElastiCache::ReplicationGroup', { SnapshotRetentionLimit: 0 }),
    ],
    [
      'backups whose days lie deeper',
      resource('AWS::FSx::FileSystem', { LustreConfiguration: { AutomaticBackupRetentionDays: 7 } }),
      resource('AWS::FSx::FileSystem', { LustreConfiguration: { AutomaticBackupRetentionDays: 1 } }),
    ],
    ['a key that is off by a word', key('true'), key('false')],
    [
      'backups that go by a word',
      database({ DeleteAutomatedBackups: 'false' }),
      database({ DeleteAutomatedBackups: 'true' }),
    ],
    [
      'snapshots that were kept for ever',
      resource('AWS::Redshift::Cluster', { ManualSnapshotRetentionPeriod: -1 }),
      resource('AWS::Redshift::Cluster', { ManualSnapshotRetentionPeriod: 7 }),
    ],
    [
      'protection that is a word',
      resource('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' }),
      resource('AWS::Cognito::UserPool', { DeletionProtection: 'INACTIVE' }),
    ],
    [
      'protection of one replica of two',
      resource('AWS::DynamoDB::GlobalTable', {
        Replicas: [
          { Region: 'a', DeletionProtectionEnabled: true },
          { Region: 'b', DeletionProtectionEnabled: true },
        ],
      }),
      resource('AWS::DynamoDB::GlobalTable', {
        Replicas: [{ Region: 'b', DeletionProtectionEnabled: true }, { Region: 'a' }],
      }),
    ],
    ['copies to another region that end', copiedTo('arn:other'), plan('a')],
    [
      'a rule of expiry that a condition of the template decides about',
      bucket({}),
      bucket({
        LifecycleConfiguration: {
          'Fn::If': ['Clean', { Rules: [{ Status: 'Enabled', ExpirationInDays: 1 }] }, { Ref: 'AWS::NoValue' }],
        },
      }),
    ],
    [
      'objects of more names that expire',
      rules({ ExpirationInDays: 1, Prefix: 'tmp/' }),
      rules({ ExpirationInDays: 1 }),
    ],
    [
      'another rule, that expires later, but other objects',
      rules({ ExpirationInDays: 1, Prefix: 'tmp/' }),
      rules({ ExpirationInDays: 1, Prefix: 'tmp/' }, { ExpirationInDays: 90, Prefix: 'images/' }),
    ],
    ['images that expire', resource('AWS::ECR::Repository', {}), imagesExpire(5)],
    ['fewer images that are kept', imagesExpire(50), imagesExpire(5)],
    [
      'items that expire',
      table(false),
      {
        ...table(false),
        Properties: { ...table(false).Properties, TimeToLiveSpecification: { Enabled: true, AttributeName: 'made' } },
      },
    ],
  ] as const) {
    test(`is found by ${what}`, () => assert.equal(dataAtRisk(changed(before, after)).length, 1));
    test(`is not found the other way: ${what}`, () => assert.deepEqual(dataAtRisk(changed(after, before)), []));
  }
});
