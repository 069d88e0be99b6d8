import type { Config } from '../../lib/config/config.ts';
import { openAccountOf } from '../doctor/account/open.ts';
import { clientSettings } from '../shared/client-settings.ts';
import { CommandError } from '../shared/command-error.ts';
import { requireOwnAccount } from '../shared/own-account.ts';
import { duration } from '../verify/report/times.ts';
import { databaseAt, databaseOf, uploadsOf } from './choose.ts';
import { configText, FOLDER } from './config-text.ts';
import { type Moments, type Uploads, uploadsFor } from './moments.ts';
import { readMoments } from './read-moments.ts';
import { momentLines, pairs, restoreLines } from './report.ts';
import { awaitJob, openRestoreJobs, type RestoreJobs } from './uploads.ts';

/** What a person asks for; nothing is asked for the list. */
export interface Asked {
  readonly to?: string;
  readonly snapshot?: string;
  readonly withoutUploads?: true;
  /** The backup of the uploads, by its time as the list shows it; the one that goes with the database when not given. */
  readonly uploads?: string;
  readonly role?: string;
  readonly json?: true;
}

/** What a restore needs of AWS. */
export interface Aws {
  /** The account of the credentials in use. */
  readonly account: () => Promise<string>;
  readonly moments: () => Promise<Moments>;
  /** The file system that the blog uses. @throws CommandError when it does not stand */
  readonly fileSystem: () => Promise<string>;
  readonly jobs: RestoreJobs;
  /** Waits until it is worth while to look again. */
  readonly pause: () => Promise<void>;
}

interface Out {
  /** The answer, a line at a time. */
  readonly say: (line: string) => void;
  /** What is being done. */
  readonly progress: (line: string) => void;
}

/**
 * Lists the moments, or starts going back to one.
 * @throws CommandError when there is no such moment, the uploads could not be restored, or AWS could not be asked
 */
export async function restore(config: Config, asked: Asked, aws: Aws, now: Date, out: Out): Promise<void> {
  const account = await aws.account();
  requireOwnAccount(config, account);
  const moments = await aws.moments();
  const { to, snapshot } = asked;
  if (to === undefined && snapshot === undefined) {
    const json = () => JSON.stringify({ ...moments, pairs: pairs(moments, now) }, null, 2);
    return out.say(asked.json ? json() : momentLines(config, moments, now).join('\n'));
  }
  const database = to === undefined ? databaseOf(moments, snapshot ?? '') : databaseAt(moments, to, now);
  const uploads = asked.withoutUploads ? undefined : chosenUploads(moments, asked.uploads, database.at);
  if (!uploads && !asked.withoutUploads) throw noUploads();
  for (const line of restoreLines(database, uploads, now)) out.say(line);
  const role = asked.role ?? `arn:aws:iam::${account}:role/service-role/AWSBackupDefaultServiceRole`;
  if (uploads) await restoreUploads(uploads, role, aws, out);
  for (const line of nextLines(configText(config, database, uploads !== undefined), uploads !== undefined))
    out.say(line);
}

const chosenUploads = (moments: Moments, time: string | undefined, at: Date): Uploads | undefined =>
  time === undefined ? uploadsFor(moments, at) : uploadsOf(moments, time);

async function restoreUploads(uploads: Uploads, role: string, aws: Aws, { say, progress }: Out): Promise<void> {
  const into = await aws.fileSystem();
  const since = Date.now();
  const id = await aws.jobs.start(uploads, into, role);
  progress(`Restoring the uploads into a folder of ${into}: minutes, for many files hours (restore job ${id}) ...`);
  await awaitJob(aws.jobs, id, aws.pause, progress);
  say(`Restored  the uploads into a folder of ${into}, in ${duration(Date.now() - since)}`);
}

function nextLines(config: readonly string[], folder: boolean): string[] {
  return [
    'Write this into onemerge.config.ts, in place of its field restore:',
    '',
    ...config.map((line) => `  ${line}`),
    '',
    ...(folder
      ? [`AWS tells nobody the name of ${FOLDER}: docs/operations.md, Go back to a moment, says how to see it.`]
      : []),
    'Then run npx onemerge lock, and merge both files: the blog goes back once the database stands, some twenty minutes later.',
  ];
}

function noUploads(): CommandError {
  return new CommandError('There is no backup of what users uploaded', {
    help: 'to go back with the database alone, add --without-uploads',
    exitCode: 1,
  });
}

/** AWS, by its SDK. */
export function openRestore(config: Config): Omit<Aws, 'pause'> {
  const settings = clientSettings(config.region);
  const account = openAccountOf(config);
  const stack = `${config.name}-ghost`;
  return {
    account: async () => (await account.caller()).account,
    moments: () => readMoments(config, settings),
    fileSystem: async () => {
      const id = [...(await account.physicalIds(stack)).values()].find((one) => /^fs-[0-9a-f]+$/.test(one));
      if (id !== undefined) return id;
      throw new CommandError(`the stack ${stack} has no file system`, { help: 'npx cdk deploy --all' });
    },
    jobs: openRestoreJobs(settings),
  };
}
