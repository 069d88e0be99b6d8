import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resources, templates, theOnly } from '../support/fixtures.ts';

const INSTANCE = 'AWS::RDS::DBInstance';

describe('the database', () => {
  const { Database: database, Ghost: ghost } = templates();
  const instance = theOnly(database, INSTANCE);

  test('is reached by the security group of the cluster and by nobody else', () => {
    const rule = theOnly(database, 'AWS::EC2::SecurityGroupIngress').Properties;
    assert.match(JSON.stringify(rule.SourceSecurityGroupId), /fixture-cluster.*ClusterSecurityGroupId/);
    assert.deepEqual([rule.FromPort, rule.ToPort], [3306, 3306]);
    assert.equal(theOnly(database, 'AWS::EC2::SecurityGroup').Properties.SecurityGroupIngress, undefined);
  });

  test('stands in subnets without a way out, without a public address', () => {
    assert.equal(instance.Properties.PubliclyAccessible, false);
    assert.match(JSON.stringify(theOnly(database, 'AWS::RDS::DBSubnetGroup').Properties.SubnetIds), /Isolated/);
  });

  test('survives the deletion of its stack as a snapshot', () => {
    assert.equal(instance.DeletionPolicy, 'Snapshot');
    assert.equal(instance.UpdateReplacePolicy, 'Snapshot');
  });

  test('is not protected from deletion by its own stack, whose failed creation must remove it', () => {
    assert.equal(instance.Properties.DeletionProtection, undefined, 'also not false, which an update would set again');
  });

  test('keeps the logical id of what holds data', () => {
    assert.equal(instance.logicalId, 'MySqlInstanceD96AB729');
  });

  test('never slides into extended support, which RDS bills by the hour', () => {
    const { EngineLifecycleSupport } = theOnly(database, 'AWS::RDS::DBInstance').Properties;
    assert.equal(EngineLifecycleSupport, 'open-source-rds-extended-support-disabled');
  });

  test('speaks TLS only', () => {
    assert.equal(
      theOnly(database, 'AWS::RDS::DBParameterGroup').Properties.Parameters.require_secure_transport,
      '1',
      'RDS stores 1: another spelling of it would be drift',
    );
  });

  test('exports its error and slow-query logs, which are kept for a month', () => {
    assert.deepEqual(instance.Properties.EnableCloudwatchLogsExports, ['error', 'slowquery']);
    const parameters = theOnly(database, 'AWS::RDS::DBParameterGroup').Properties.Parameters;
    assert.deepEqual([parameters.slow_query_log, parameters.log_output], ['1', 'FILE'], 'RDS exports files only');
    for (const { Properties } of Object.values(resources(database, 'Custom::LogRetention'))) {
      assert.equal(Properties.RetentionInDays, 30);
    }
  });

  test('is MySQL 8.4 on Graviton, whose minor version RDS keeps current', () => {
    assert.equal(instance.Properties.Engine, 'mysql');
    assert.equal(instance.Properties.EngineVersion, '8.4');
    assert.equal(instance.Properties.AutoMinorVersionUpgrade, true);
    assert.equal(instance.Properties.DBInstanceClass, 'db.t4g.small');
  });

  test('is encrypted and grows by itself', () => {
    assert.equal(instance.Properties.StorageEncrypted, true);
    assert.equal(instance.Properties.AllocatedStorage, '20');
    assert.equal(instance.Properties.MaxAllocatedStorage, 100);
  });

  test('takes size and backups from the config', () => {
    const { Database: big } = templates({ database: { size: 'm8g.large', storageGiB: 50, backupDays: 30 } });
    const { Properties } = theOnly(big, INSTANCE);
    assert.deepEqual(
      [Properties.DBInstanceClass, Properties.AllocatedStorage, Properties.BackupRetentionPeriod],
      ['db.m8g.large', '50', 30],
    );
  });

  test('leaves its automated backups behind when it is deleted', () =>
    assert.equal(instance.Properties.DeleteAutomatedBackups, false));

  test('has a standby only with high availability', () => {
    assert.equal(instance.Properties.MultiAZ, false);
    const { Database: standby } = templates({ availability: 'high' });
    assert.equal(theOnly(standby, INSTANCE).Properties.MultiAZ, true);
  });

  test('is backed up and maintained at hours that do not overlap', () => {
    assert.equal(instance.Properties.PreferredBackupWindow, '02:00-03:00');
    assert.equal(instance.Properties.PreferredMaintenanceWindow, 'sun:03:30-sun:04:30');
  });

  const WINDOWS = [
    ['00:00', '22:30-23:30', 'sun:00:00-sun:01:00'],
    ['01:15', '23:45-00:45', 'sun:01:15-sun:02:15'],
    ['23:30', '22:00-23:00', 'sun:23:30-mon:00:30'],
  ];
  for (const [maintenance, backup, window] of WINDOWS)
    test(`is maintained on Sundays from ${maintenance} on, when the config says so`, () => {
      const { Database: other } = templates({ maintenance });
      const { PreferredBackupWindow, PreferredMaintenanceWindow } = theOnly(other, INSTANCE).Properties;
      assert.deepEqual([PreferredBackupWindow, PreferredMaintenanceWindow], [backup, window]);
    });

  test('has a master whose password RDS makes up and changes, and whose name an installation keeps', () => {
    const { ManageMasterUserPassword, MasterUserPassword, MasterUsername } = instance.Properties;
    assert.deepEqual([ManageMasterUserPassword, MasterUserPassword, MasterUsername], [true, undefined, 'ghost']);
  });

  test('shows its credentials to External Secrets Operator, together with the open port', () => {
    const policies = JSON.stringify(resources(ghost, 'AWS::IAM::Policy'));
    assert.match(policies, /fixture-database.*MasterUserSecret/);
  });
});
