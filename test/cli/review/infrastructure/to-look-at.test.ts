import { ENCRYPTION_RULES } from '../../../../cli/review/infrastructure/encryption-rules.ts';
import { NETWORK_RULES } from '../../../../cli/review/infrastructure/network-rules.ts';
import { PERMISSION_RULES } from '../../../../cli/review/infrastructure/permission-rules.ts';
import { LOOK_RULES } from '../../../../cli/review/infrastructure/to-look-at.ts';
import { resourceRuleTests } from '../../../support/review.ts';
import { database, resource } from './resources.ts';

const elsewhere = Object.keys({ ...ENCRYPTION_RULES, ...NETWORK_RULES, ...PERMISSION_RULES });
const own = Object.fromEntries(Object.entries(LOOK_RULES).filter(([name]) => !elsewhere.includes(name)));

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
    said: [database({ MultiAZ: true }), database({ MultiAZ: false })],
    unsaid: [database({ MultiAZ: false }), database({ MultiAZ: true })],
  },
  majorVersion: {
    said: [database({ EngineVersion: '8.0.40' }), database({ EngineVersion: '8.4.3' })],
    unsaid: [database({ EngineVersion: '8.4.3' }), database({ EngineVersion: '8.4.5' })],
  },
});

const parameters = (value: string) =>
  resource('AWS::RDS::DBParameterGroup', { Parameters: { require_secure_transport: value } });
const cdn = (MinimumProtocolVersion: string) =>
  resource('AWS::CloudFront::Distribution', { DistributionConfig: { ViewerCertificate: { MinimumProtocolVersion } } });
const logged = (...EnableCloudwatchLogsExports: string[]) => database({ EnableCloudwatchLogsExports });
const logGroup = (RetentionInDays?: number) => resource('AWS::Logs::LogGroup', { LogGroupName: 'it', RetentionInDays });
const key = (EnableKeyRotation: boolean) => resource('AWS::KMS::Key', { EnableKeyRotation });
const topic = (more: object) => resource('AWS::SNS::Topic', { DisplayName: 'it', ...more });

resourceRuleTests('what keeps others from reading along', ENCRYPTION_RULES, {
  unencrypted: {
    said: [topic({ KmsMasterKeyId: 'a' }), topic({})],
    unsaid: [topic({}), topic({ KmsMasterKeyId: 'a' })],
  },
  keyRotation: { said: [key(true), key(false)], unsaid: [key(false), key(true)] },
  transport: { said: [parameters('1'), parameters('0')], unsaid: [parameters('0'), parameters('1')] },
  tlsVersion: { said: [cdn('TLSv1.2_2021'), cdn('TLSv1_2016')], unsaid: [cdn('TLSv1_2016'), cdn('TLSv1.2_2021')] },
  logs: { said: [logged('error', 'audit'), logged('error')], unsaid: [logged('error'), logged('error', 'audit')] },
  logsShorter: { said: [logGroup(), logGroup(30)], unsaid: [logGroup(30), logGroup(60)] },
  logsGone: { said: [resource('AWS::EC2::FlowLog', {}), undefined], unsaid: [topic({}), undefined] },
});
