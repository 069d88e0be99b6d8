import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readMoments } from '../../../cli/restore/read-moments.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { FakeServer } from '../verify/fakes/http.ts';

const [HERE, THERE] = ['111122223333', '444455556666'];
const AT = Date.parse('2026-11-27T05:00:12Z') / 1000;

/** A copy that lies here. */
const copy = (id: string, account: string, more: object = {}) => ({
  RecoveryPointArn: `arn:aws:backup:eu-west-1:${HERE}:recovery-point:${id}`,
  ResourceArn: `arn:aws:elasticfilesystem:eu-west-1:${account}:file-system/fs-old`,
  ResourceType: 'EFS',
  Status: 'COMPLETED',
  CreationDate: AT,
  ...more,
});
const VAULTS: Readonly<Record<string, object[]>> = {
  'blog-moved': [
    copy('moved', THERE),
    copy('here', HERE),
    copy('database', THERE, { ResourceType: 'RDS' }),
    copy('half', THERE, { Status: 'PARTIAL' }),
  ],
  'other-moved': [copy('other', THERE)],
};

const [MADE, COPIED] = ['2026-11-27T05:00:00.000Z', '2026-11-28T09:00:00.000Z'];
const SNAPSHOTS = `<DescribeDBSnapshotsResponse><DescribeDBSnapshotsResult><DBSnapshots><DBSnapshot>
  <DBSnapshotIdentifier>blog-moved</DBSnapshotIdentifier><DBInstanceIdentifier>blog-database-1</DBInstanceIdentifier>
  <Status>available</Status><AllocatedStorage>20</AllocatedStorage>
  <SnapshotCreateTime>${COPIED}</SnapshotCreateTime><OriginalSnapshotCreateTime>${MADE}</OriginalSnapshotCreateTime>
</DBSnapshot></DBSnapshots></DescribeDBSnapshotsResult></DescribeDBSnapshotsResponse>`;

let server: FakeServer;
before(async () => {
  server = await FakeServer.start(({ url }) => {
    const [, vault] = /^\/backup-vaults\/([^/]+)\/recovery-points/.exec(decodeURIComponent(url.pathname)) ?? [];
    const listed = { BackupVaultList: Object.keys(VAULTS).map((BackupVaultName) => ({ BackupVaultName })) };
    if (url.pathname.startsWith('/backup-vaults'))
      return { type: 'application/json', body: JSON.stringify(vault ? { RecoveryPoints: VAULTS[vault] } : listed) };
    if (url.pathname.includes('file-systems')) return { type: 'application/json', body: '{"FileSystems":[]}' };
    return { type: 'text/xml', body: SNAPSHOTS };
  });
});
after(() => server.stop());

const read = () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const settings = { ...clientSettings('eu-west-1', credentials), endpoint: server.url, maxAttempts: 1 };
  return readMoments({ name: 'blog', region: 'eu-west-1' }, settings);
};

test('a snapshot that was copied is of the moment that it holds, and not of its copying', async () => {
  const { snapshots } = await read();
  assert.deepEqual(snapshots, [{ snapshot: 'blog-moved', at: new Date(MADE), storageGiB: 20 }]);
});

test('a backup of the uploads that was copied here from another account is one that the blog can go back to', async () => {
  const { uploads } = await read();
  assert.deepEqual(uploads, [
    {
      recoveryPoint: `arn:aws:backup:eu-west-1:${HERE}:recovery-point:moved`,
      fileSystem: 'fs-old',
      at: new Date(AT * 1000),
    },
  ]);
});
