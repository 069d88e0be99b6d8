import { CloudWatchLogsClient, DeleteLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteDBSnapshotCommand, RDSClient } from '@aws-sdk/client-rds';
import { bootstrapNames } from '../../lib/bootstrap/names.ts';
import type { Config } from '../../lib/config/config.ts';
import { githubAppSecret } from '../../lib/names.ts';
import type { Account } from '../doctor/account/account.ts';
import { everyPage } from '../doctor/account/ask.ts';
import { ownBackups, ownFileSystems, ownSnapshots } from '../doctor/account/own-data.ts';
import { askAws } from '../shared/ask-aws.ts';
import type { ClientSettings } from '../shared/client-settings.ts';
import { endingOf } from '../shared/ending.ts';
import { keptBuckets } from './kept-buckets.ts';
import { keptSecrets } from './kept-secrets.ts';
import { keptVaults, removeVault, whyKept } from './kept-vaults.ts';
import { isSurelyDatabaseOf, isSurelyOf, withoutStanding } from './log-groups.ts';

/** What `--also` deletes of what stays. */
export type Also = 'logs' | 'snapshots';

/** Something of the blog that stays in the account after its stacks are gone. */
export interface Leftover {
  /** `snapshot example-database-...`. */
  readonly what: string;
  /** What it holds, and what that costs. */
  readonly why: string;
  /** The commands that remove it, in order. */
  readonly remove: readonly string[];
  /** For what `--also` deletes: its word, and the call. */
  readonly also?: { readonly word: Also; readonly erase: () => Promise<unknown> };
}

type Blog = Pick<Config, 'name' | 'region'>;

/** What was found, and what could not be looked for. */
export interface Leftovers {
  readonly left: readonly Leftover[];
  /** Why, for each kind of thing. */
  readonly unread: readonly string[];
}

/** Everything that a destroyed blog leaves, by the name and the tag that it carries. */
export async function findLeftovers(blog: Blog, account: Account, settings: ClientSettings): Promise<Leftovers> {
  const looked = await Promise.allSettled([
    snapshots(blog, settings),
    automatedBackups(blog, settings),
    vaults(blog, settings),
    fileSystems(blog, settings),
    accessLogs(blog, settings),
    logGroups(blog, account, settings),
    secrets(blog, settings),
    bootstrapStacks(blog, account),
  ]);
  return {
    left: looked.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
    unread: looked.flatMap((one) => (one.status === 'rejected' ? [endingOf(one.reason).text] : [])),
  };
}

async function snapshots(blog: Blog, settings: ClientSettings): Promise<Leftover[]> {
  const rds = new RDSClient(settings);
  const erase = (DBSnapshotIdentifier?: string) =>
    askAws<unknown>(
      `deleting the snapshot ${DBSnapshotIdentifier}`,
      blog.region,
      rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier })),
    );
  return (await ownSnapshots(blog, settings)).map(
    ({ DBSnapshotIdentifier, DBInstanceIdentifier = '', AllocatedStorage }) => ({
      what: `snapshot ${DBSnapshotIdentifier}`,
      why: `the database as it was at the end; up to ${AllocatedStorage} GiB, about 0.10 dollars a GiB and month`,
      remove: [`aws rds delete-db-snapshot --region ${blog.region} --db-snapshot-identifier ${DBSnapshotIdentifier}`],
      ...(isSurelyDatabaseOf(blog.name, DBInstanceIdentifier)
        ? { also: { word: 'snapshots', erase: () => erase(DBSnapshotIdentifier) } }
        : {}),
    }),
  );
}

async function automatedBackups(blog: Blog, settings: ClientSettings): Promise<Leftover[]> {
  const all = await ownBackups(blog, settings);
  return all.map(({ DBInstanceIdentifier, DbiResourceId, BackupRetentionPeriod }) => ({
    what: `automated backups of ${DBInstanceIdentifier}`,
    why: `every moment of the database's last days; they go by themselves after ${BackupRetentionPeriod} days`,
    remove: [`aws rds delete-db-instance-automated-backup --region ${blog.region} --dbi-resource-id ${DbiResourceId}`],
  }));
}

async function vaults(blog: Blog, settings: ClientSettings): Promise<Leftover[]> {
  const now = new Date();
  return (await keptVaults(blog, settings)).map((vault) => ({
    what: `vault ${vault.name}`,
    why: whyKept(vault, now),
    remove: removeVault(vault, blog.region, now),
  }));
}

async function fileSystems(blog: Blog, settings: ClientSettings): Promise<Leftover[]> {
  return (await ownFileSystems(blog, settings)).map(({ FileSystemId }) => ({
    what: `file system ${FileSystemId}`,
    why: 'what users uploaded, and its backups for 35 days; about 0.30 dollars a GB and month',
    remove: [`aws efs delete-file-system --region ${blog.region} --file-system-id ${FileSystemId}`],
  }));
}

/** S3 deletes what is in them; a bucket that is empty is not billed. */
async function accessLogs(blog: Blog, settings: ClientSettings): Promise<Leftover[]> {
  return (await keptBuckets(blog, settings)).map((bucket) => ({
    what: `bucket ${bucket}`,
    why: 'who asked CloudFront for what, until the days of the config are over; about 0.023 dollars a GB and month',
    remove: [`aws s3 rb --force --region ${blog.region} s3://${bucket}`],
  }));
}

/** Groups that services and functions make, by what their names begin with: no template deletes them. */
async function logGroups(blog: Blog, account: Account, settings: ClientSettings): Promise<Leftover[]> {
  const { name, region } = blog;
  const logs = new CloudWatchLogsClient(settings);
  const prefixes = [`/aws/eks/${name}/`, `/aws/rds/instance/${name}-database-`, `/aws/lambda/${name}-`, `${name}-`];
  const pages = prefixes.map((logGroupNamePrefix) =>
    everyPage(`reading the log groups of ${name}`, region, async (nextToken) => {
      const answer = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix, nextToken }));
      return { items: answer.logGroups, next: answer.nextToken };
    }),
  );
  const [found, stacks] = await Promise.all([Promise.all(pages), account.stacks()]);
  const names = found.flat().map(({ logGroupName = '' }) => logGroupName);
  const standing = stacks.filter((stack) => stack.region === region).map((stack) => stack.name);
  const erase = (logGroupName: string) =>
    askAws<unknown>(
      `deleting the log group ${logGroupName}`,
      region,
      logs.send(new DeleteLogGroupCommand({ logGroupName })),
    );
  return withoutStanding(names, standing).map((logGroupName) => ({
    what: `log group ${logGroupName}`,
    why: 'what was logged, until its days are over; about 0.03 dollars a GB and month',
    remove: [`aws logs delete-log-group --region ${region} --log-group-name ${logGroupName}`],
    ...(isSurelyOf(name, logGroupName) ? { also: { word: 'logs', erase: () => erase(logGroupName) } } : {}),
  }));
}

/** Made by people, by the document's commands or by `npx onemerge connect`, and by no stack. */
async function secrets(blog: Blog, settings: ClientSettings): Promise<Leftover[]> {
  const { name, region } = blog;
  return (await keptSecrets(blog, settings)).map((secret) => ({
    what: `secret ${secret}`,
    why: `${secret === githubAppSecret(name) ? 'the key of the GitHub App' : 'made for the blog by hand'}; 0.40 dollars a month`,
    remove: [`aws secretsmanager delete-secret --region ${region} --secret-id ${secret}`],
  }));
}

/** They go last: CloudFormation deletes with the role that they hold. */
async function bootstrapStacks(blog: Blog, account: Account): Promise<Leftover[]> {
  const { toolkitStack, policiesStack } = bootstrapNames(blog);
  const all = await account.stacks();
  return [toolkitStack, policiesStack]
    .flatMap((wanted) => all.filter(({ name }) => name === wanted))
    .map(({ name, region }) => ({
      what: `stack ${name}`,
      why: 'the bootstrap, which a new deployment needs; its bucket stays even then; next to nothing',
      remove: [
        `aws cloudformation update-termination-protection --no-enable-termination-protection --region ${region} --stack-name ${name}`,
        `aws cloudformation delete-stack --region ${region} --stack-name ${name}`,
      ],
    }));
}
