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
const vault = (LockConfiguration?: object): TemplateResource => ({
  Type: 'AWS::Backup::BackupVault',
  Properties: { ...(LockConfiguration && { LockConfiguration }) },
});
const copying = (DeleteAfterDays: number): TemplateResource => ({
  Type: 'AWS::Backup::BackupPlan',
  Properties: { BackupPlan: { BackupPlanRule: [{ Lifecycle: { DeleteAfterDays } }] } },
});
const queue = (MessageRetentionPeriod: number): TemplateResource => ({
  Type: 'AWS::SQS::Queue',
  Properties: { MessageRetentionPeriod },
});
const copies = (...regions: string[]): TemplateResource => ({
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: { Replicas: regions.map((Region) => ({ Region })) },
});
const parameters = (Parameters: Record<string, string>): TemplateResource => ({
  Type: 'AWS::RDS::DBParameterGroup',
  Properties: { Parameters },
});
const resource = (Type: string, Properties: Record<string, unknown>): TemplateResource => ({ Type, Properties });
const key = (Enabled: boolean): TemplateResource => ({ Type: 'AWS::KMS::Key', Properties: { Enabled } });
const plan = (...names: string[]): TemplateResource => ({
  Type: 'AWS::Backup::BackupPlan',
  Properties: { BackupPlan: { BackupPlanRule: names.map((RuleName) => ({ RuleName })) } },
});
const erasable = (PendingWindowInDays: number): TemplateResource => ({
  Type: 'AWS::KMS::Key',
  Properties: { PendingWindowInDays },
});
const images = (EmptyOnDelete: boolean): TemplateResource => ({
  Type: 'AWS::ECR::Repository',
  Properties: { EmptyOnDelete },
});
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
  keptShorter: {
    said: [queue(1_209_600), queue(60)],
    words: 'keeps for a shorter time what it holds',
    unsaid: [queue(60), queue(1_209_600)],
  },
  replicas: {
    said: [copies('eu-west-1', 'eu-central-1'), copies('eu-west-1')],
    words: 'keeps its data in a region less',
    unsaid: [copies('eu-west-1'), copies('eu-west-1', 'eu-central-1')],
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
  backupsGoWithIt: {
    said: [database({ DeleteAutomatedBackups: false }), database({})],
    words: 'deletes its backups when it is deleted',
    unsaid: [database({}), database({ DeleteAutomatedBackups: false })],
  },
  backedUp: {
    said: [plan('a', 'b'), plan('a')],
    words: 'backs up less than it did',
    unsaid: [plan('a'), plan('a', 'b')],
  },
  backupPlan: {
    said: [{ Type: 'AWS::Backup::BackupPlan' }, undefined],
    words: 'makes no backups any more',
    unsaid: [undefined, { Type: 'AWS::Backup::BackupPlan' }],
  },
  keptCopies: {
    said: [copying(35), copying(7)],
    words: 'deletes its copies sooner than it did',
    unsaid: [copying(7), copying(35)],
  },
  vaultLock: {
    said: [vault({ MinRetentionDays: 30, ChangeableForDays: 3 }), vault({ MinRetentionDays: 30 })],
    words: 'is locked less than it was: who takes the account can delete more',
    unsaid: [vault({ MinRetentionDays: 30 }), vault({ MinRetentionDays: 35, ChangeableForDays: 3 })],
  },
  expiry: {
    said: [expiring(90), expiring(30)],
    words: 'deletes by itself what it kept, or sooner than it did',
    unsaid: [expiring(30), bucket({})],
  },
  durability: {
    said: [parameters({ sync_binlog: '1' }), parameters({ sync_binlog: '0' })],
    words: 'may lose what it wrote when it stops without a warning',
    unsaid: [parameters({ sync_binlog: '0' }), parameters({ sync_binlog: '1' })],
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
  deletionWindow: {
    said: [erasable(30), erasable(7)],
    words: 'is deleted sooner once somebody asks for that',
    unsaid: [erasable(7), erasable(30)],
  },
  objectLock: {
    said: [bucket({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }), bucket({})],
    words: 'holds its objects no more, so that they can be deleted',
    unsaid: [bucket({}), bucket({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } })],
  },
  emptied: {
    said: [images(false), images(true)],
    words: 'is emptied when it is deleted',
    unsaid: [images(true), images(false)],
  },
  condition: {
    said: [files({}), { ...files({}), Condition: 'Never' }],
    words: 'is there only where a condition of the template holds',
    unsaid: [{ ...files({}), Condition: 'Never' }, files({})],
  },
  startsFrom: {
    said: [database({}), database({ DBSnapshotIdentifier: 'old' })],
    words: 'is replaced by what a snapshot holds',
    unsaid: [database({ DBSnapshotIdentifier: 'old' }), database({ DBSnapshotIdentifier: 'old', MultiAZ: true })],
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

  test('is found where a vault loses its lock, or a shorter stay', () => {
    const lock = { MinRetentionDays: 30 };
    const lower = { MinRetentionDays: 7 };
    for (const after of [vault(), vault(lower)])
      assert.deepEqual(words([vault(lock), after]), [
        'is locked less than it was: who takes the account can delete more',
      ]);
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

  test('is found where the template leaves open for how long backups are kept', () => {
    const open = database({ BackupRetentionPeriod: { Ref: 'Days' } });
    assert.deepEqual(words([database({ BackupRetentionPeriod: 14 }), open]), ['keeps its backups for fewer days']);
    assert.deepEqual(words([open, { ...open, DependsOn: ['Other'] } as TemplateResource]), []);
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

  for (const type of ['AWS::SQS::Queue', 'AWS::OpenSearchServerless::Collection', 'AWS::S3Tables::Table']) {
    test(`is found where ${type} goes`, () => assert.deepEqual(words([resource(type, {}), undefined]), ['is removed']));
  }

  test('is not in an instance of a cluster, whose volume is that of the cluster', () => {
    assert.deepEqual(words([database({ DBClusterIdentifier: 'it' }), undefined]), []);
  });

  test('is found where what protects it is removed as a whole', () => {
    assert.deepEqual(words([stackPolicy('LogicalResourceId/A'), undefined]), ['protects less than it did']);
  });

  test('is not found where a database without a policy of deletion gets the one that it has', () => {
    assert.deepEqual(words([database({}), database({}, { DeletionPolicy: 'Snapshot' })]), []);
    assert.equal(words([database({}), database({}, { DeletionPolicy: 'Delete' })]).length, 1);
  });

  test('is not found where a role may be removed, which its template makes again', () => {
    const role = resource('AWS::IAM::Role', { Path: '/' });
    assert.deepEqual(words([{ ...role, DeletionPolicy: 'Retain' }, role]), []);
  });
});
