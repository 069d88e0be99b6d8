import { BackupClient, ListRecoveryPointsByResourceCommand } from '@aws-sdk/client-backup';
import { DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import {
  type DBInstanceAutomatedBackup,
  type DBSnapshot,
  DescribeDBInstanceAutomatedBackupsCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Config } from '../../lib/config/config.ts';
import { NAME_TAG } from '../../lib/names.ts';
import { type ClientSettings, everyPage } from '../doctor/account/ask.ts';
import type { Moments, Snapshot, Uploads, Window } from './moments.ts';

type Blog = Pick<Config, 'name' | 'region'>;

/**
 * Everything that a blog can go back to, found by its name and its tag: also what a destroyed one has left.
 * @throws CommandError when AWS cannot be asked
 */
export async function readMoments(blog: Blog, settings: ClientSettings): Promise<Moments> {
  const [windows, snapshots, uploads] = await Promise.all([
    readWindows(blog, settings),
    readSnapshots(blog, settings),
    readUploads(blog, settings),
  ]);
  return { windows, snapshots, uploads };
}

/** The CDK names instances after their stack. */
const isOfDatabase = ({ name }: Blog, identifier = ''): boolean => identifier.startsWith(`${name}-database-`);

async function readWindows(blog: Blog, settings: ClientSettings): Promise<Window[]> {
  const rds = new RDSClient(settings);
  const all = await everyPage('reading the automated backups', blog.region, async (Marker) => {
    const answer = await rds.send(new DescribeDBInstanceAutomatedBackupsCommand({ Marker }));
    return { items: answer.DBInstanceAutomatedBackups, next: answer.Marker };
  });
  return all.filter((one) => isOfDatabase(blog, one.DBInstanceIdentifier)).flatMap(windowOf);
}

/** None while a database has no backup yet. */
function windowOf({ RestoreWindow, ...backup }: DBInstanceAutomatedBackup): Window[] {
  const { EarliestTime: from, LatestTime: to } = RestoreWindow ?? {};
  const { DbiResourceId: source = '', DBInstanceIdentifier: identifier = '', AllocatedStorage = 0 } = backup;
  return from && to ? [{ source, identifier, from, to, storageGiB: AllocatedStorage }] : [];
}

async function readSnapshots(blog: Blog, settings: ClientSettings): Promise<Snapshot[]> {
  const rds = new RDSClient(settings);
  const all = await everyPage('reading the snapshots', blog.region, async (Marker) => {
    const answer = await rds.send(new DescribeDBSnapshotsCommand({ SnapshotType: 'manual', Marker }));
    return { items: answer.DBSnapshots, next: answer.Marker };
  });
  return all.filter((one) => isOfDatabase(blog, one.DBInstanceIdentifier)).flatMap(snapshotOf);
}

function snapshotOf({
  DBSnapshotIdentifier,
  SnapshotCreateTime,
  Status,
  AllocatedStorage = 0,
}: DBSnapshot): Snapshot[] {
  if (Status !== 'available' || !DBSnapshotIdentifier || !SnapshotCreateTime) return [];
  return [{ snapshot: DBSnapshotIdentifier, at: SnapshotCreateTime, storageGiB: AllocatedStorage }];
}

async function readUploads(blog: Blog, settings: ClientSettings): Promise<Uploads[]> {
  const efs = new EFSClient(settings);
  const all = await everyPage('reading the file systems', blog.region, async (Marker) => {
    const answer = await efs.send(new DescribeFileSystemsCommand({ Marker }));
    return { items: answer.FileSystems, next: answer.NextMarker };
  });
  const own = all.filter(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === NAME_TAG && Value === blog.name));
  const points = own.map(({ FileSystemId = '', FileSystemArn = '' }) =>
    pointsOf(FileSystemId, FileSystemArn, settings),
  );
  return (await Promise.all(points)).flat();
}

async function pointsOf(fileSystem: string, ResourceArn: string, settings: ClientSettings): Promise<Uploads[]> {
  const backup = new BackupClient(settings);
  const doing = `reading the recovery points of ${fileSystem}`;
  const all = await everyPage(doing, settings.region, async (NextToken) => {
    const answer = await backup.send(new ListRecoveryPointsByResourceCommand({ ResourceArn, NextToken }));
    return { items: answer.RecoveryPoints, next: answer.NextToken };
  });
  return all
    .filter(({ Status }) => Status === 'COMPLETED' || Status === 'AVAILABLE')
    .flatMap(({ RecoveryPointArn: recoveryPoint, CreationDate: at }) =>
      recoveryPoint && at ? [{ recoveryPoint, fileSystem, at }] : [],
    );
}
