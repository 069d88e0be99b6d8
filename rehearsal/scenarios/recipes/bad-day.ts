import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { momentText } from '../../../lib/config/restore.ts';
import { fileSystems } from '../../cluster/content.ts';
import { pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import { boto3 } from '../../harness/boto3.ts';
import { Author } from '../../harness/ghost-admin.ts';
import type { Harness } from '../../harness/harness.ts';
import { png } from '../../harness/samples.ts';
import { setting } from '../../harness/settings.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { ownerPassword } from '../publish.ts';

/** The backups of the fake RDS are this far behind, and then some. In milliseconds. */
const UNTIL_BACKED_UP = 7_000;

/** What AWS Backup does by itself every night. */
const BACK_UP = `
import boto3, sys
arn = boto3.client("efs").describe_file_systems(FileSystemId=sys.argv[1])["FileSystems"][0]["FileSystemArn"]
role = "arn:aws:iam::123456789012:role/service-role/AWSBackupDefaultServiceRole"
boto3.client("backup").start_backup_job(BackupVaultName="aws/efs/automatic-backup-vault", ResourceArn=arn, IamRoleArn=role)`;

/** What was there at a moment, and what came after it. Paths on the site. */
export interface BadDay {
  /** The last whole second before it all went wrong. */
  readonly moment: Date;
  readonly post: string;
  readonly image: string;
  readonly bytes: Buffer;
  /** A post of a later second. */
  readonly later: string;
}

/** An author publishes a post with an image, the night's backup is made, and then both are deleted. */
export async function badDay(harness: Harness): Promise<BadDay> {
  const site = await harness.site();
  const author = new Author(site, site.url);
  await author.signIn(await setting(harness, 'OWNER_EMAIL'), await ownerPassword(harness));
  const image = await author.uploadImage('kept.png', png(640, 480));
  const post = await author.publish({ title: 'Before the bad day', feature_image: image, html: '<p>It was fine.</p>' });
  const { body: bytes } = await site.visit(pastTheCache(image));
  await boto3(harness, BACK_UP, [await setting(harness, 'CONTENT_FILE_SYSTEM_ID')]);
  // RDS takes whole seconds: the moment is the first one after the post.
  const moment = new Date(Math.ceil(Date.now() / 1000) * 1000);
  await sleep(Number(moment) - Date.now() + UNTIL_BACKED_UP);
  const later = await author.publish({
    title: 'Of a later second',
    feature_image: image,
    html: '<p>It will be lost.</p>',
  });
  await author.remove(post.split('/').at(-2) ?? '');
  rmSync(join(await root(harness), image));
  const found = [await statusOf(harness, post), await statusOf(harness, image)];
  if (found.join() !== '404,404') throw wrong(`the deleted post and its image answer ${found.join(' and ')}`);
  return { moment, post, image, bytes, later };
}

/** The folder that AWS Backup has made, seen as the document says: by somebody who mounts the file system. */
export async function restoredFolder(harness: Harness): Promise<string> {
  const [folder, ...others] = readdirSync(await root(harness)).filter((name) => name.startsWith('aws-backup-restore_'));
  if (folder && others.length === 0) return folder;
  throw wrong(`the file system has ${folder ? others.length + 1 : 0} restored folders and not 1`);
}

/** @returns true @throws RehearsalError unless the blog is as it was at the moment */
export async function asItWas(harness: Harness, { moment, post, image, bytes, later }: BadDay): Promise<true> {
  const site = await harness.site();
  const back = await site.visit(pastTheCache(image));
  const found = [await statusOf(harness, post), back.status, await statusOf(harness, later)];
  if (found.join() !== '200,200,404') {
    throw wrong(
      `post, image and the post after ${momentText(moment)} answer ${found.join(', ')}, and not 200, 200, 404`,
    );
  }
  if (!back.body.equals(bytes)) throw wrong('the image is another one than it was');
  return true;
}

async function statusOf(harness: Harness, path: string): Promise<number> {
  return (await (await harness.site()).visit(pastTheCache(path))).status;
}

async function root(harness: Harness): Promise<string> {
  return join(fileSystems(harness.sandbox), await setting(harness, 'CONTENT_FILE_SYSTEM_ID'), 'root');
}

const wrong = (what: string) =>
  new RehearsalError(what, { help: 'read the logs of the fake AWS and of the pod; run again with --keep' });
