import { BackupClient, ListRecoveryPointsByResourceCommand } from '@aws-sdk/client-backup';
import type { DBInstanceAutomatedBackup, DBSnapshot } from '@aws-sdk/client-rds';
import type { Config } from '../../lib/config/config.ts';
import { everyPage } from '../doctor/account/ask.ts';
import { backupVaults, canBeRestored, recoveryPointsIn } from '../doctor/account/backups.ts';
import { ownBackups, ownFileSystems, ownSnapshots } from '../doctor/account/own-data.ts';
import type { ClientSettings } from '../shared/client-settings.ts';
import type { Moments, Snapshot, Uploads, Window } from './moments.ts';

type Blog = Pick<Config, 'name' | 'region'>;

/**
 * Everything that a blog can go back to, found by its name and its tag: also what a destroyed one has left.
 * @throws CommandError when AWS cannot be asked
 */
export async function readMoments(blog: Blog, settings: ClientSettings): Promise<Moments> {
  const [backups, snapshots, own, copied] = await Promise.all([
    ownBackups(blog, settings),
    ownSnapshots(blog, settings),
    readUploads(blog, settings),
    readCopies(blog, settings),
  ]);
  return { windows: backups.flatMap(windowOf), snapshots: snapshots.flatMap(snapshotOf), uploads: [...own, ...copied] };
}

/** None while a database has no backup yet. */
function windowOf({ RestoreWindow, ...backup }: DBInstanceAutomatedBackup): Window[] {
  const { EarliestTime: from, LatestTime: to } = RestoreWindow ?? {};
  const { DbiResourceId: source = '', DBInstanceIdentifier: identifier = '', AllocatedStorage = 0 } = backup;
  return from && to ? [{ source, identifier, from, to, storageGiB: AllocatedStorage }] : [];
}

/** A copy was made later than what it holds. */
function snapshotOf({
  DBSnapshotIdentifier,
  SnapshotCreateTime,
  OriginalSnapshotCreateTime: at = SnapshotCreateTime,
  Status,
  AllocatedStorage = 0,
}: DBSnapshot): Snapshot[] {
  if (Status !== 'available' || !DBSnapshotIdentifier || !at) return [];
  return [{ snapshot: DBSnapshotIdentifier, at, storageGiB: AllocatedStorage }];
}

async function readUploads(blog: Blog, settings: ClientSettings): Promise<Uploads[]> {
  const points = (await ownFileSystems(blog, settings)).map(({ FileSystemId = '', FileSystemArn = '' }) =>
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
    .filter(canBeRestored)
    .flatMap(({ RecoveryPointArn: recoveryPoint, CreationDate: at }) =>
      recoveryPoint && at ? [{ recoveryPoint, fileSystem, at }] : [],
    );
}

/**
 * Backups of a file system of another account, copied into a vault here whose name begins with that of the blog: the blog has moved.
 * Of a file system here they are found by that.
 */
async function readCopies({ name, region }: Blog, settings: ClientSettings): Promise<Uploads[]> {
  const backup = new BackupClient(settings);
  const vaults = await backupVaults(backup, region);
  const own = vaults.flatMap(({ BackupVaultName: vault = '' }) => (vault.startsWith(`${name}-`) ? [vault] : []));
  const points = await Promise.all(own.map((vault) => recoveryPointsIn(backup, region, vault)));
  return points
    .flat()
    .filter((point) => point.ResourceType === 'EFS' && canBeRestored(point))
    .flatMap(({ RecoveryPointArn: recoveryPoint = '', ResourceArn = '', CreationDate: at }) => {
      const fileSystem = ResourceArn.split('/').at(-1) ?? '';
      return at && accountIn(ResourceArn) !== accountIn(recoveryPoint) ? [{ recoveryPoint, fileSystem, at }] : [];
    });
}

const accountIn = (arn: string): string | undefined => arn.split(':')[4];
