import { setTimeout as sleep } from 'node:timers/promises';
import { REGION } from '../../../fakes/aws/start.ts';
import { Author } from '../../../harness/ghost-admin.ts';
import type { Harness } from '../../../harness/harness.ts';
import { onemerge } from '../../../harness/onemerge.ts';
import { png } from '../../../harness/samples.ts';
import { setting } from '../../../harness/settings.ts';
import { ownerPassword } from '../../publish.ts';
import { runCommands } from '../run-blocks.ts';
import { commands, wrong } from './commands.ts';

/** Looks up what a person reads in the console: the database's name, and the ARN of the last backup of the uploads. */
const INSTANCE = `aws rds describe-db-instances --region ${REGION} --query 'DBInstances[0].DBInstanceIdentifier' --output text`;
const BACKUP = `files=$(aws efs describe-file-systems --region ${REGION} --query 'FileSystems[0].FileSystemArn' --output text)
aws backup list-recovery-points-by-resource --region ${REGION} --resource-arn "$files" --query 'RecoveryPoints[-1].RecoveryPointArn' --output text`;

/** Snapshots know whole seconds: what is written this long after one is not in it. In milliseconds. */
const LATER = 2_500;

/** What another account has of a blog. */
export interface Copies {
  /** The copy of the snapshot, by its name there. */
  readonly snapshot: string;
  /** When the database was as it is there, as `onemerge restore` writes it. */
  readonly of: string;
  /** What was published after it: the paths of a post and its image on the site. */
  readonly later: readonly string[];
}

/** Copies database and uploads of a blog that goes on into another account, by the document's commands. */
export async function copyInto(old: Harness, there: Harness): Promise<Copies> {
  const snapshot = `${old.name}-trial`;
  const { backUp, share, take, between, admit, copy } = commands(old, { account: there.aws.account, snapshot });
  const instance = (await runCommands(old, INSTANCE)).trim();
  const createSnapshot = `aws rds create-db-snapshot --region ${REGION} --db-instance-identifier ${instance} --db-snapshot-identifier ${snapshot}`;
  await runCommands(old, `${createSnapshot}\n${backUp}`);
  const of = momentOf(await onemerge(old, ['restore'], { seconds: 60 }), snapshot);
  const backup = (await runCommands(old, BACKUP)).trim();
  await sleep(LATER);
  const later = await publishLater(old);
  await runCommands(old, share);
  await runCommands(there, take);
  await runCommands(old, between);
  await runCommands(there, admit);
  await runCommands(old, copy.replaceAll('<backup>', backup));
  return { snapshot: `${old.name}-moved`, of, later };
}

/** The moment that the list of `onemerge restore` gives for a snapshot. @throws RehearsalError when it is not in it */
function momentOf(list: string, snapshot: string): string {
  const [, moment] = new RegExp(`^ {2}(\\S+) {2}${snapshot}$`, 'm').exec(list) ?? [];
  if (moment !== undefined) return moment;
  throw wrong(`restore does not list the snapshot ${snapshot}: ${list}`);
}

async function publishLater(harness: Harness): Promise<readonly string[]> {
  const site = await harness.site();
  const author = new Author(site, site.url);
  await author.signIn(await setting(harness, 'OWNER_EMAIL'), await ownerPassword(harness));
  const image = await author.uploadImage('later.png', png(320, 160));
  const post = { title: 'After the snapshot', feature_image: image, html: '<p>It stays behind.</p>' };
  return [await author.publish(post), image];
}
