import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { compareStacks } from '../../../../cli/review/infrastructure/compare.ts';
import { DATA_RULES, dataAtRisk } from '../../../../cli/review/infrastructure/data-at-risk.ts';
import { app, changed } from '../../../support/review.ts';

type Form = TemplateResource | undefined;

const database = (Properties: Record<string, unknown>, more: Partial<TemplateResource> = {}): TemplateResource => ({
  Type: 'AWS::RDS::DBInstance',
  Properties: { Engine: 'mysql', ...Properties },
  ...more,
});
const files = (Properties: Record<string, unknown>): TemplateResource => ({ Type: 'AWS::EFS::FileSystem', Properties });
const bucket = (Properties: Record<string, unknown>): TemplateResource => ({ Type: 'AWS::S3::Bucket', Properties });
const stackPolicy = (...Resource: string[]): TemplateResource => ({
  Type: 'Custom::StackPolicy',
  Properties: { Update: JSON.stringify({ parameters: { StackPolicyBody: JSON.stringify({ Resource }) } }) },
});
const table = (PointInTimeRecoveryEnabled: boolean): TemplateResource => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled } },
});
const expiring = (ExpirationInDays: number) =>
  bucket({ LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays }] } });
const key = (Enabled: boolean): TemplateResource => ({ Type: 'AWS::KMS::Key', Properties: { Enabled } });
const topic: TemplateResource = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'alarms' } };

/** For each rule a change that it must say, in these words, and its nearest neighbour that it must not. */
const CASES: Readonly<Record<string, { said: [Form, Form]; words: string; unsaid: [Form, Form] }>> = {
  removed: { said: [database({}), undefined], words: 'is removed', unsaid: [topic, undefined] },
  replaced: {
    said: [database({ StorageEncrypted: true }), database({ StorageEncrypted: false })],
    words: 'is replaced',
    unsaid: [database({ DBInstanceClass: 'db.t4g.micro' }), database({ DBInstanceClass: 'db.t4g.small' })],
  },
  backups: {
    said: [database({ BackupRetentionPeriod: 14 }), database({ BackupRetentionPeriod: 7 })],
    words: 'keeps its backups for fewer days',
    unsaid: [database({ BackupRetentionPeriod: 7 }), database({ BackupRetentionPeriod: 14 })],
  },
  fileBackups: {
    said: [files({ BackupPolicy: { Status: 'ENABLED' } }), files({ BackupPolicy: { Status: 'DISABLED' } })],
    words: 'is not backed up any more',
    unsaid: [files({ BackupPolicy: { Status: 'DISABLED' } }), files({ BackupPolicy: { Status: 'ENABLED' } })],
  },
  versioning: {
    said: [bucket({ VersioningConfiguration: { Status: 'Enabled' } }), bucket({})],
    words: 'keeps no older versions any more',
    unsaid: [bucket({}), bucket({ VersioningConfiguration: { Status: 'Enabled' } })],
  },
  pointInTime: {
    said: [table(true), table(false)],
    words: 'cannot go back in time any more',
    unsaid: [table(false), table(true)],
  },
  backupPlan: {
    said: [{ Type: 'AWS::Backup::BackupPlan' }, undefined],
    words: 'makes no backups any more',
    unsaid: [undefined, { Type: 'AWS::Backup::BackupPlan' }],
  },
  expiry: {
    said: [expiring(90), expiring(30)],
    words: 'deletes objects sooner than it did',
    unsaid: [expiring(30), bucket({})],
  },
  disabledKey: {
    said: [key(true), key(false)],
    words: 'is switched off, and nothing that it encrypted can be read',
    unsaid: [key(false), key(true)],
  },
  deletionProtection: {
    said: [database({ DeletionProtection: true }), database({})],
    words: 'can be deleted: its protection is off',
    unsaid: [database({}), database({ DeletionProtection: true })],
  },
  deletionPolicy: {
    said: [database({}, { DeletionPolicy: 'Retain' }), database({}, { DeletionPolicy: 'Snapshot' })],
    words: 'loses more when it is removed from the stack: its deletion policy is weaker',
    unsaid: [database({}, { DeletionPolicy: 'Snapshot' }), database({}, { DeletionPolicy: 'Retain' })],
  },
  replacePolicy: {
    said: [database({}, { UpdateReplacePolicy: 'Snapshot' }), database({}, { UpdateReplacePolicy: 'Delete' })],
    words: 'loses more when it is replaced: its policy for that is weaker',
    unsaid: [database({}, { UpdateReplacePolicy: 'Delete' }), database({}, { UpdateReplacePolicy: 'Retain' })],
  },
  protection: {
    said: [stackPolicy('LogicalResourceId/A', 'LogicalResourceId/B'), stackPolicy('LogicalResourceId/A')],
    words: 'protects less than it did',
    unsaid: [stackPolicy('LogicalResourceId/A'), stackPolicy('LogicalResourceId/A', 'LogicalResourceId/B')],
  },
  storage: {
    said: [database({ AllocatedStorage: '100' }), database({ AllocatedStorage: '20' })],
    words: 'gets less storage than it has',
    unsaid: [database({ AllocatedStorage: '20' }), database({ AllocatedStorage: '100' })],
  },
  engine: {
    said: [database({ EngineVersion: '8.4.10' }), database({ EngineVersion: '8.4.9' })],
    words: 'gets an older engine',
    unsaid: [database({ EngineVersion: '8.4.9' }), database({ EngineVersion: '8.4.10' })],
  },
};

const words = (forms: [Form, Form]) => dataAtRisk(changed(...forms)).map(({ what }) => what);

describe('data at risk', () => {
  for (const [rule, { said, words: expected, unsaid }] of Object.entries(CASES)) {
    test(`${rule}: is said, alone`, () => assert.deepEqual(words(said), [expected]));
    test(`${rule}: is not said of what keeps the data`, () => assert.deepEqual(words(unsaid), []));
  }

  test('has a case for each rule', () => {
    assert.deepEqual(Object.keys(CASES), Object.keys(DATA_RULES));
  });

  test('names the stack and the resource, and blocks', () => {
    const [finding] = dataAtRisk(changed(files({}), undefined));
    assert.deepEqual([finding?.kind, finding?.subject, finding?.what], ['risk', 'Data/It', 'is removed']);
  });

  test('is found where a construct was renamed, because that makes a new and empty one', () => {
    const found = dataAtRisk(compareStacks(app({ Old: files({}) }), app({ New: files({}) })));
    assert.deepEqual(
      found.map(({ subject, what }) => [subject, what]),
      [['Data/Old', 'is removed']],
    );
  });

  test("is no database's login that CloudFormation made up, because RDS takes another one; any other secret is", () => {
    const secret = (SecretStringTemplate: string): TemplateResource => ({
      Type: 'AWS::SecretsManager::Secret',
      Properties: { GenerateSecretString: { SecretStringTemplate, GenerateStringKey: 'password' } },
    });
    assert.deepEqual(words([secret('{"username":"ghost"}'), undefined]), []);
    assert.deepEqual(words([secret('{}'), undefined]), ['is removed']);
    assert.deepEqual(words([{ Type: 'AWS::SecretsManager::Secret' }, undefined]), ['is removed']);
  });

  test('is found where what holds it is kept by AWS, but by no stack', () => {
    const retained: TemplateResource = { ...files({}), DeletionPolicy: 'Retain' };
    assert.deepEqual(words([retained, undefined]), ['is removed from the stack, kept']);
  });
});
