import { DescribeFileSystemsCommand, EFSClient, type FileSystemDescription } from '@aws-sdk/client-efs';
import {
  type DBInstanceAutomatedBackup,
  type DBSnapshot,
  DescribeDBInstanceAutomatedBackupsCommand,
  DescribeDBSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Config } from '../../../lib/config/config.ts';
import { NAME_TAG } from '../../../lib/names.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

// What holds the data of a blog, found by its name and its tag: also what a destroyed one has left. No Account has these: they are
// read by whoever may do what follows.

type Blog = Pick<Config, 'name' | 'region'>;

/** The CDK names instances after their stack. */
const isOfDatabase = ({ name }: Blog, identifier = ''): boolean => identifier.startsWith(`${name}-database-`);

/** The automated backups of its databases. rds:DescribeDBInstanceAutomatedBackups @throws CommandError */
export async function ownBackups(blog: Blog, settings: ClientSettings): Promise<DBInstanceAutomatedBackup[]> {
  const rds = new RDSClient(settings);
  const all = await everyPage('reading the automated backups', blog.region, async (Marker) => {
    const answer = await rds.send(new DescribeDBInstanceAutomatedBackupsCommand({ Marker }));
    return { items: answer.DBInstanceAutomatedBackups, next: answer.Marker };
  });
  return all.filter((one) => isOfDatabase(blog, one.DBInstanceIdentifier));
}

/** The snapshots of its databases that nobody but a person removes. rds:DescribeDBSnapshots @throws CommandError */
export async function ownSnapshots(blog: Blog, settings: ClientSettings): Promise<DBSnapshot[]> {
  const rds = new RDSClient(settings);
  const all = await everyPage('reading the snapshots', blog.region, async (Marker) => {
    const answer = await rds.send(new DescribeDBSnapshotsCommand({ SnapshotType: 'manual', Marker }));
    return { items: answer.DBSnapshots, next: answer.Marker };
  });
  return all.filter((one) => isOfDatabase(blog, one.DBInstanceIdentifier));
}

/** The file systems of its uploads. elasticfilesystem:DescribeFileSystems @throws CommandError */
export async function ownFileSystems(blog: Blog, settings: ClientSettings): Promise<FileSystemDescription[]> {
  const efs = new EFSClient(settings);
  const all = await everyPage('reading the file systems', blog.region, async (Marker) => {
    const answer = await efs.send(new DescribeFileSystemsCommand({ Marker }));
    return { items: answer.FileSystems, next: answer.NextMarker };
  });
  return all.filter(({ Tags = [] }) => Tags.some(({ Key, Value }) => Key === NAME_TAG && Value === blog.name));
}
