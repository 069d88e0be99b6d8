import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { ENCRYPTION_RULES } from '../../../../cli/review/infrastructure/encryption-rules.ts';
import { NETWORK_RULES } from '../../../../cli/review/infrastructure/network-rules.ts';
import { PASSAGE_RULES } from '../../../../cli/review/infrastructure/passage-rules.ts';
import { PERMISSION_RULES } from '../../../../cli/review/infrastructure/permission-rules.ts';
import { PROGRAM_RULES } from '../../../../cli/review/infrastructure/program-rules.ts';
import { findings } from '../../../../cli/review/infrastructure/rule.ts';
import { TEMPLATE_RULES } from '../../../../cli/review/infrastructure/template-rules.ts';
import { LOOK_RULES } from '../../../../cli/review/infrastructure/to-look-at.ts';
import { UNJUDGED_RULES } from '../../../../cli/review/infrastructure/unjudged-rules.ts';
import { WATCH_RULES } from '../../../../cli/review/infrastructure/watch-rules.ts';
import { changed, resourceRuleTests } from '../../../support/review.ts';
import { database, resource } from './resources.ts';

const elsewhere = Object.keys({
  ...ENCRYPTION_RULES,
  ...NETWORK_RULES,
  ...PASSAGE_RULES,
  ...PERMISSION_RULES,
  ...PROGRAM_RULES,
  ...TEMPLATE_RULES,
  ...UNJUDGED_RULES,
  ...WATCH_RULES,
});
const own = Object.fromEntries(Object.entries(LOOK_RULES).filter(([name]) => !elsewhere.includes(name)));

const cluster = (Version: string) => resource('AWS::EKS::Cluster', { Version });
const addon = (AddonVersion: string) => resource('AWS::EKS::Addon', { AddonVersion });
const secret = (more: object) => resource('AWS::SecretsManager::Secret', { Name: 'it', ...more });
const vault = (LockConfiguration: object) => resource('AWS::Backup::BackupVault', { LockConfiguration });

resourceRuleTests('what deserves a closer look', own, {
  replaced: {
    said: [resource('AWS::EKS::Cluster', { Name: 'a' }), resource('AWS::EKS::Cluster', { Name: 'b' })],
    unsaid: [resource('AWS::EKS::Cluster', { Version: '1.35' }), resource('AWS::EKS::Cluster', { Version: '1.36' })],
  },
  possiblyReplaced: {
    said: [database({ BackupRetentionPeriod: 7 }), database({ BackupRetentionPeriod: 14 })],
    unsaid: [database({ DBInstanceClass: 'a' }), database({ DBInstanceClass: 'b' })],
  },
  restored: {
    said: [undefined, database({ SourceDbiResourceId: 'db-A', RestoreTime: '2026-11-26T15:29:30Z' })],
    unsaid: [undefined, database({ DBName: 'ghost' })],
  },
  standby: {
    said: [database({ MultiAZ: 'true' }), database({ MultiAZ: false })],
    unsaid: [database({ MultiAZ: false }), database({ MultiAZ: true })],
  },
  majorVersion: {
    said: [database({ EngineVersion: '8.0.40' }), database({ EngineVersion: '8.4.3' })],
    unsaid: [database({ EngineVersion: '8.4.3' }), database({ EngineVersion: '8.4.5' })],
  },
  clusterVersion: {
    said: [cluster('1.35'), cluster('1.36')],
    unsaid: [cluster('1.36'), resource('AWS::EKS::Cluster', { Version: '1.36', Tags: [{ Key: 'a', Value: 'b' }] })],
  },
  addonOlder: {
    said: [addon('v2.1.10-eksbuild.1'), addon('v2.1.9-eksbuild.2')],
    unsaid: [addon('v2.1.9-eksbuild.2'), addon('v2.1.10-eksbuild.1')],
  },
  emptiedByCall: {
    said: [undefined, resource('Custom::S3AutoDeleteObjects', { BucketName: 'it' })],
    unsaid: [resource('Custom::S3AutoDeleteObjects', { BucketName: 'it' }), undefined],
  },
  secretValue: {
    said: [secret({ GenerateSecretString: {} }), secret({ GenerateSecretString: { PasswordLength: 40 } })],
    unsaid: [secret({}), secret({ Description: 'other words' })],
  },
  finalLock: {
    said: [undefined, vault({ MinRetentionDays: 35, ChangeableForDays: 3 })],
    unsaid: [undefined, vault({ MinRetentionDays: 35 })],
  },
});

const parameters = (value: string) =>
  resource('AWS::RDS::DBParameterGroup', { Parameters: { require_secure_transport: value } });
const cdn = (MinimumProtocolVersion: string) =>
  resource('AWS::CloudFront::Distribution', { DistributionConfig: { ViewerCertificate: { MinimumProtocolVersion } } });
const logged = (...EnableCloudwatchLogsExports: string[]) => database({ EnableCloudwatchLogsExports });
const logging = (Bucket: string) =>
  resource('AWS::CloudFront::Distribution', { DistributionConfig: { Logging: { Bucket } } });
const logGroup = (RetentionInDays?: number) => resource('AWS::Logs::LogGroup', { LogGroupName: 'it', RetentionInDays });
const key = (EnableKeyRotation: boolean) => resource('AWS::KMS::Key', { EnableKeyRotation });
const listener = (SslPolicy?: string) =>
  resource('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'TLS', Port: 443, SslPolicy });
const topic = (more: object) => resource('AWS::SNS::Topic', { DisplayName: 'it', ...more });

resourceRuleTests('what keeps others from reading along', ENCRYPTION_RULES, {
  unencrypted: {
    said: [topic({ KmsMasterKeyId: 'a' }), topic({})],
    unsaid: [topic({}), topic({ KmsMasterKeyId: 'a' })],
  },
  plainListener: {
    said: [undefined, resource('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTP' })],
    unsaid: [undefined, resource('AWS::ElasticLoadBalancingV2::Listener', { Protocol: 'HTTPS' })],
  },
  plain: {
    said: [undefined, resource('AWS::EFS::FileSystem', {})],
    unsaid: [undefined, resource('AWS::EFS::FileSystem', { Encrypted: true })],
  },
  otherKey: {
    said: [topic({ KmsMasterKeyId: 'a' }), topic({ KmsMasterKeyId: 'b' })],
    unsaid: [topic({}), topic({ KmsMasterKeyId: 'b' })],
  },
  tlsPolicy: { said: [listener('a'), listener('b')], unsaid: [listener(), listener('b')] },
  keyRotation: { said: [key(true), key(false)], unsaid: [key(false), key(true)] },
  transport: { said: [parameters('1'), parameters('0')], unsaid: [parameters('0'), parameters('1')] },
  tlsVersion: { said: [cdn('TLSv1.2_2021'), cdn('TLSv1_2016')], unsaid: [cdn('TLSv1_2016'), cdn('TLSv1.2_2021')] },
  logs: { said: [logged('error', 'audit'), logged('error')], unsaid: [logged('error'), logged('error', 'audit')] },
  logsElsewhere: { said: [logging('a'), logging('b')], unsaid: [cdn('TLSv1.2_2021'), logging('b')] },
  logsShorter: { said: [logGroup(), logGroup(30)], unsaid: [logGroup(30), logGroup(60)] },
  logsGone: { said: [resource('AWS::EC2::FlowLog', {}), undefined], unsaid: [topic({}), undefined] },
});

describe('connections that are not encrypted', () => {
  const says = (before: TemplateResource, after: TemplateResource) =>
    changed(before, after).some((change) => ENCRYPTION_RULES.transport?.(change) !== undefined);
  const behaviours = (...policies: string[]) =>
    resource('AWS::CloudFront::Distribution', {
      DistributionConfig: { CacheBehaviors: policies.map((ViewerProtocolPolicy) => ({ ViewerProtocolPolicy })) },
    });
  const listening = (Protocol: string) => resource('AWS::ElasticLoadBalancingV2::Listener', { Protocol, Port: 443 });
  for (const [what, before, after] of [
    ['one way of two', behaviours('https-only', 'https-only'), behaviours('https-only', 'allow-all')],
    ['one way more', behaviours('https-only'), behaviours('https-only', 'allow-all')],
    ['a listener', listening('TLS'), listening('TCP')],
  ] as const) {
    test(`are taken by ${what}`, () => assert.ok(says(before, after)));
    test(`are taken no more the other way: ${what}`, () => assert.ok(!says(after, before)));
  }
});

test('what is encrypted by a switch of another name is not any more', () => {
  const words = (before: TemplateResource, after: TemplateResource) =>
    changed(before, after).flatMap((change) => ENCRYPTION_RULES.unencrypted?.(change) ?? []);
  const table = (SSEEnabled: boolean) => resource('AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled } });
  assert.equal(words(table(true), table(false)).length, 1);
  assert.deepEqual(words(table(false), table(true)), []);
});

test('a bucket loses its own key when it is encrypted with that of AWS', () => {
  const encrypted = (SSEAlgorithm: string) =>
    resource('AWS::S3::Bucket', {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }] },
    });
  const words = (from: string, to: string) =>
    changed(encrypted(from), encrypted(to)).flatMap((change) => ENCRYPTION_RULES.unencrypted?.(change) ?? []);
  assert.equal(words('aws:kms', 'AES256').length, 1);
  assert.deepEqual(words('AES256', 'aws:kms'), []);
});

test('a value of the template is a plain word in what is said: no link, no mention, no markup', () => {
  const evil = '**1** <img src=x> [it](https://example.com) @all';
  const said = [
    changed(undefined, vault({ MinRetentionDays: evil, ChangeableForDays: { Ref: 'Days' } })),
    changed(undefined, database({ StorageEncrypted: true, RestoreTime: evil })),
  ].flatMap((changes) => findings('look', LOOK_RULES, changes));
  assert.ok(said.length >= 2);
  for (const { what } of said) assert.match(what, /^[\w ,:;()'’-]{1,200}$/);
});
