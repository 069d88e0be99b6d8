import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resources, templates, theOnly } from '../support/fixtures.ts';

const lock = { minRetentionDays: 30 };
const stackOf = (config: object) => templates({ backupVault: { keepDays: 35, lock }, ...config }).Protection;
const stack = stackOf({});

describe('the locked vault', () => {
  test('is there only where the config has one', () =>
    assert.deepEqual(resources(templates().Protection, 'AWS::Backup::BackupVault'), {}));

  test('has the lock of the config, which an administrator can take off unless the config lets it become final', () => {
    const locked = (changes: object) =>
      theOnly(stackOf({ backupVault: { keepDays: 35, lock: { ...lock, ...changes } } }), 'AWS::Backup::BackupVault')
        .Properties.LockConfiguration;
    assert.deepEqual(locked({}), { MinRetentionDays: 30 });
    assert.deepEqual(locked({ maxRetentionDays: 90, changeableForDays: 3 }), {
      MinRetentionDays: 30,
      MaxRetentionDays: 90,
      ChangeableForDays: 3,
    });
  });

  test('outlives its stack, and its name leaves room for the next: of each stack it is another', () => {
    const { DeletionPolicy, UpdateReplacePolicy, Properties } = theOnly(stack, 'AWS::Backup::BackupVault');
    assert.deepEqual([DeletionPolicy, UpdateReplacePolicy], ['RetainExceptOnCreate', 'Retain']);
    assert.match(JSON.stringify(Properties.BackupVaultName), /"fixture-vault-".*AWS::StackId/);
  });

  test('has another name with another number, because one that was taken out keeps its own', () => {
    const again = theOnly(stackOf({ backupVault: { keepDays: 35, lock, number: 2 } }), 'AWS::Backup::BackupVault');
    assert.match(JSON.stringify(again.Properties.BackupVaultName), /AWS::StackId.*"-2"/);
  });

  test('gets a copy of the database and of the uploads every day, kept for the days of the config', () => {
    const [rule] = theOnly(stack, 'AWS::Backup::BackupPlan').Properties.BackupPlan.BackupPlanRule;
    assert.deepEqual(rule.Lifecycle, { DeleteAfterDays: 35 });
    const { Resources } = theOnly(stack, 'AWS::Backup::BackupSelection').Properties.BackupSelection;
    assert.match(JSON.stringify(Resources), /fixture-database.*MySqlInstance.*fixture-ghost.*ContentFileSystem/);
  });

  test('gets it when RDS takes a snapshot: neither in the hour of maintenance nor in that of its own backup', () => {
    const schedule = (maintenance: string) =>
      theOnly(stackOf({ maintenance }), 'AWS::Backup::BackupPlan').Properties.BackupPlan.BackupPlanRule[0]
        .ScheduleExpression;
    assert.equal(schedule('03:30'), 'cron(30 5 * * ? *)');
    assert.equal(schedule('23:00'), 'cron(0 1 * * ? *)');
  });

  test('gets copies of the database that serves, and the selection changes its name with it', () => {
    const selected = stackOf({ restore: { database: [{ snapshot: 'fixture-1' }] } });
    const { SelectionName, Resources } = theOnly(selected, 'AWS::Backup::BackupSelection').Properties.BackupSelection;
    assert.equal(SelectionName, 'data-2');
    assert.doesNotMatch(JSON.stringify(Resources), /MySqlInstanceD96AB729/);
  });
});
