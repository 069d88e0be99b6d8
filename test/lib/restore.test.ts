import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseConfig } from '../../lib/config/parse.ts';
import { configuredSettings } from '../../lib/settings.ts';
import { configInput, resources, templates, theOnly } from '../support/fixtures.ts';

const MOMENT = { source: 'db-ABCDEFGHIJKLMNOPQRSTUVWXYZ', time: '2026-11-26T15:29:30Z' };
const SNAPSHOT = { snapshot: 'fixture-database-snapshot-mysqlinstance-1' };
const FOLDER = '/aws-backup-restore_2026-11-26T15-31-02-123Z/content';

const restored = templates({ restore: { database: [MOMENT, SNAPSHOT], content: FOLDER } });
const before = templates();
const instances = (template: (typeof before)['Database']) => resources(template, 'AWS::RDS::DBInstance');

describe('a restored database', () => {
  const first = 'MySqlInstanceD96AB729';
  const { [first]: original, ...made } = instances(restored.Database);
  const [toMoment, fromSnapshot] = Object.values(made).toSorted((a) => (a.Properties.RestoreTime ? -1 : 1));

  test('is made beside the one that had the data, which stays as it is', () => {
    assert.deepEqual(original, instances(before.Database)[first]);
    assert.equal(Object.keys(made).length, 2);
  });

  test('is of the moment or the snapshot that the config names', () => {
    const { SourceDbiResourceId, RestoreTime } = toMoment?.Properties ?? {};
    assert.deepEqual([SourceDbiResourceId, RestoreTime], [MOMENT.source, MOMENT.time]);
    assert.equal(fromSnapshot?.Properties.DBSnapshotIdentifier, SNAPSHOT.snapshot);
  });

  test('is told nothing that RDS refuses for a restore: schema, master, replica', () => {
    for (const { Properties } of Object.values(made)) {
      const refused = ['DBName', 'MasterUsername', 'MasterUserPassword', 'SourceDBInstanceIdentifier'];
      assert.deepEqual(
        Object.keys(Properties).filter((name) => refused.includes(name)),
        [],
      );
    }
  });

  test('takes the key of its snapshot, which another account has encrypted anew when the blog moves there', () => {
    for (const { Properties } of Object.values(made)) assert.equal(Properties.KmsKeyId, undefined);
  });

  test('is set up as the one before it, with a secret of its own for the master', () => {
    const { DBName, MasterUsername, DBSubnetGroupName: _, ...settings } = original?.Properties ?? {};
    for (const { Properties, DeletionPolicy } of Object.values(made)) {
      const { DBSubnetGroupName, SourceDbiResourceId, RestoreTime, DBSnapshotIdentifier, ...own } = Properties;
      assert.deepEqual(own, settings);
      assert.equal(DeletionPolicy, 'Snapshot');
      assert.equal(own.ManageMasterUserPassword, true);
    }
  });

  test('keeps its logical id when another restore follows, so that CloudFormation keeps the database', () => {
    const once = instances(templates({ restore: { database: [MOMENT] } }).Database);
    for (const [id, instance] of Object.entries(once)) assert.deepEqual(instances(restored.Database)[id], instance);
  });

  test('serves when it is the last of the list: the settings name it, and External Secrets reads its secret alone', () => {
    const last = idOf(fromSnapshot);
    const settings = JSON.stringify(theOnly(restored.Ghost, 'Custom::AWSCDK-EKS-KubernetesResource').Properties);
    assert.match(settings, new RegExp(`${last}EndpointAddress`));
    const policies = JSON.stringify(resources(restored.Ghost, 'AWS::IAM::Policy'));
    assert.match(policies, new RegExp(`${last}MasterUserSecret`));
    assert.doesNotMatch(policies, new RegExp(`${first}MasterUserSecret`));
  });

  test('is protected like those before it, which no update may remove', () => {
    assert.equal(Object.keys(resources(restored.Protection, 'Custom::DatabaseProtection')).length, 3);
    const policies = JSON.stringify(resources(restored.Protection, 'Custom::StackPolicy'));
    for (const id of [first, ...Object.keys(made)]) assert.match(policies, new RegExp(`LogicalResourceId/${id}`));
  });

  test('is the only one left once the config says why those before it may go, and is then what it was', () => {
    const former = { removed: 'nobody needs them any more' };
    const left = templates({ restore: { database: [MOMENT, SNAPSHOT], former } });
    const last = idOf(fromSnapshot);
    assert.deepEqual(instances(left.Database), { [last]: fromSnapshot });
    assert.match(JSON.stringify(resources(left.Protection, 'Custom::DatabaseProtection')), new RegExp(last));
  });

  function idOf(instance: unknown): string {
    return Object.entries(made).find(([, one]) => one === instance)?.[0] ?? '';
  }
});

describe('restored uploads', () => {
  const points = Object.values(resources(restored.Ghost, 'AWS::EFS::AccessPoint'));

  test('are shown from their own folder, and the one before it stays as it is', () => {
    assert.deepEqual(
      points.map(({ Properties }) => Properties.RootDirectory.Path),
      ['/content', FOLDER],
    );
    const [kept] = Object.values(resources(before.Ghost, 'AWS::EFS::AccessPoint'));
    assert.deepEqual(points[0], kept);
  });

  test('are not an empty folder when its name is mistyped: the mount fails instead', () => {
    assert.equal(points[1]?.Properties.RootDirectory.CreationInfo, undefined);
    assert.deepEqual(points[1]?.Properties.PosixUser, { Uid: '1000', Gid: '1000' });
  });

  test('are the only thing that the driver may mount', () => {
    const [, id = ''] = Object.keys(resources(restored.Ghost, 'AWS::EFS::AccessPoint'));
    const conditions = JSON.stringify(resources(restored.Ghost, 'AWS::IAM::Policy')).match(
      /"elasticfilesystem:AccessPointArn":\{.*?\}\}/,
    );
    assert.match(conditions?.[0] ?? '', new RegExp(id));
  });

  test('get a volume of their own, as Kubernetes changes none', () => {
    const volume = (content?: string) =>
      configuredSettings(parseConfig(configInput({ restore: { content } }))).CONTENT_VOLUME;
    assert.equal(volume(), 'content');
    assert.match(volume(FOLDER), /^content-[0-9a-f]{8}$/);
    assert.notEqual(volume(FOLDER), volume('/aws-backup-restore_2/content'));
  });
});
