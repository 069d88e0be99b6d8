import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Asked, type Aws, restore } from '../../../cli/restore/restore.ts';
import type { Job } from '../../../cli/restore/uploads.ts';
import type { ConfigInput } from '../../../lib/config/config.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { configInput } from '../../support/fixtures.ts';
import { MOMENTS, NOW } from './moments.ts';

const DONE: Job = { status: 'COMPLETED', percent: '100.00%', message: '' };

/** AWS with those moments, whose restore job stands as listed, one look after the other. */
function aws({ moments = MOMENTS, jobs = [DONE] }: { moments?: typeof MOMENTS; jobs?: readonly Job[] } = {}) {
  const started: string[][] = [];
  const looks = [...jobs];
  const fake: Aws = {
    account: async () => '111122223333',
    moments: async () => moments,
    fileSystem: async () => 'fs-living',
    jobs: {
      start: async ({ recoveryPoint }, into, role) => `job-${started.push([recoveryPoint, into, role])}`,
      look: async () => looks.shift() ?? DONE,
    },
    pause: async () => undefined,
  };
  return { fake, started };
}

async function told(asked: Asked, fake: Aws, config: Partial<ConfigInput> = {}) {
  const lines: string[] = [];
  const progress: string[] = [];
  const out = { say: (line: string) => void lines.push(line), progress: (line: string) => void progress.push(line) };
  await restore(parseConfig(configInput({ name: 'blog', ...config })), asked, fake, NOW, out);
  return { text: lines.join('\n'), progress };
}

describe('without a moment', () => {
  test('everything is listed that one can go back to, and nothing is done', async () => {
    const { fake, started } = aws();
    const { text } = await told({}, fake);
    assert.equal(
      text,
      `blog in eu-west-1, 2026-11-26T15:40:00Z: what one can go back to
Database, each second of:
  2026-11-26T01:00:00Z to 2026-11-26T15:35:00Z  blog-database-first (db-FIRSTDATABASE)
  2026-11-26T12:00:00Z to 2026-11-26T15:36:00Z  blog-database-second (db-SECONDDATABASE)
Snapshots of it:
  2026-11-26T00:30:00Z  blog-database-snapshot-1
Uploads, and the database nearest to them:
  2026-11-26T05:00:12Z  blog-database-first, the same second; loses what was written in the last 10 h 39 m
  2026-11-26T00:20:00Z  blog-database-snapshot-1, 10 m 00 s later; loses what was written in the last 15 h 20 m
Go back: npx onemerge restore --to <time>`,
    );
    assert.deepEqual(started, []);
  });

  test('a machine gets the same as JSON', async () => {
    const { text } = await told({ json: true }, aws().fake);
    const { pairs, snapshots } = JSON.parse(text);
    assert.deepEqual([pairs.length, snapshots.length], [2, 1]);
    assert.deepEqual(pairs[1].database, {
      at: '2026-11-26T00:30:00.000Z',
      apart: 600_000,
      of: 'blog-database-snapshot-1',
    });
  });

  test('a blog that has nothing is told so', async () => {
    const { text } = await told({}, aws({ moments: { windows: [], snapshots: [], uploads: [] } }).fake);
    assert.match(
      text,
      /Database, each second of: none\nSnapshots of it: none\nUploads, and the database nearest to them: none/,
    );
  });
});

describe('going back to a moment', () => {
  test('restores the uploads of then beside those of today, and prints the fields for the pull request', async () => {
    const { fake, started } = aws();
    const { text } = await told({ to: '2026-11-26T15:35:30Z' }, fake);
    const role = 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole';
    assert.deepEqual(started, [['arn:aws:backup:eu-west-1:111122223333:recovery-point:2', 'fs-living', role]]);
    assert.match(
      text,
      /^Database {2}blog-database-second as of 2026-11-26T15:35:30Z; what was written in the 4 m 30 s since is not in it/,
    );
    assert.match(text, /Uploads {3}as of .*05:00:12Z, 10 h 35 m earlier: files that came in between are not there/);
    assert.match(
      text,
      /\{ source: 'db-SECONDDATABASE', time: '2026-11-26T15:35:30Z' \},\n {4}\],\n {4}content: '\/aws-backup-restore_\.\.\.\/content',/,
    );
  });

  test('keeps what was restored before in the list: its database stands', async () => {
    const earlier = { source: 'db-FIRSTDATABASE', time: '2026-11-26T12:00:00Z' };
    const { text } = await told({ to: '2026-11-26T15:35:30Z' }, aws().fake, { restore: { database: [earlier] } });
    assert.match(text, /db-FIRSTDATABASE', time: '2026-11-26T12:00:00Z' \},\n.*db-SECONDDATABASE/);
  });

  test('makes no database again that serves already, when its uploads are brought back after it', async () => {
    const serving = { snapshot: 'blog-database-snapshot-1' };
    const { text } = await told(serving, aws().fake, { restore: { database: [serving] } });
    assert.equal(text.match(/blog-database-snapshot-1' \}/g)?.length, 1);
    assert.match(text, /content: '\/aws-backup-restore_/);
  });

  test('takes the backup of the uploads that is named, also a later one than the database', async () => {
    const { fake, started } = aws();
    const { text } = await told({ snapshot: 'blog-database-snapshot-1', uploads: '2026-11-26T05:00:12Z' }, fake);
    assert.match(started[0]?.[0] ?? '', /recovery-point:2$/);
    assert.match(text, /Uploads {3}as of 2026-11-26T05:00:12Z, 4 h 30 m later/);
  });

  test('names the backups of the uploads that there are, when it is asked for another one', async () => {
    const asked = { snapshot: 'blog-database-snapshot-1', uploads: '2026-11-26T05:00:13Z' };
    await assert.rejects(told(asked, aws().fake), {
      message: 'There is no backup of the uploads of 2026-11-26T05:00:13Z',
      help: 'use one of 2026-11-26T00:20:00Z, 2026-11-26T05:00:12Z',
      exitCode: 1,
    });
  });

  test('says how much storage the database of then has grown to', async () => {
    assert.match((await told({ to: '2026-11-26T11:00:00Z' }, aws().fake)).text, /and in database: storageGiB: 60,/);
    assert.doesNotMatch((await told({ to: '2026-11-26T15:35:30Z' }, aws().fake)).text, /storageGiB/);
  });

  test('leaves the uploads alone when told to, and the folder that the config names', async () => {
    const { fake, started } = aws();
    const content = '/aws-backup-restore_1/content';
    const { text } = await told({ snapshot: 'blog-database-snapshot-1', withoutUploads: true }, fake, {
      restore: { content },
    });
    assert.deepEqual(started, []);
    assert.match(text, /Uploads {3}as they are/);
    assert.match(
      text,
      /\{ snapshot: 'blog-database-snapshot-1' \},\n {4}\],\n {4}content: '\/aws-backup-restore_1\/content'/,
    );
    assert.doesNotMatch(text, /AWS tells nobody/);
  });

  test('shows how far AWS Backup is, each step once', async () => {
    const running = { status: 'RUNNING', percent: '40.00%', message: '' };
    const { progress } = await told({ to: '2026-11-26T15:00:00Z' }, aws({ jobs: [running, running, DONE] }).fake);
    assert.deepEqual(progress.slice(1), ['RUNNING 40.00%']);
  });

  test('ends with why AWS Backup failed, and prints no fields', async () => {
    const failed = { status: 'FAILED', percent: '', message: 'the role may not' };
    await assert.rejects(told({ to: '2026-11-26T15:00:00Z' }, aws({ jobs: [failed] }).fake), {
      message: 'The restore of the uploads ended as FAILED: the role may not',
      help: /what lives is as it was$/,
      exitCode: 1,
    });
  });

  test('without any backup of the uploads names the way without them', async () => {
    const { fake } = aws({ moments: { ...MOMENTS, uploads: [] } });
    await assert.rejects(told({ to: '2026-11-26T15:00:00Z' }, fake), {
      message: 'There is no backup of what users uploaded',
      help: /add --without-uploads$/,
      exitCode: 1,
    });
  });

  test('is refused in another account than the config names', async () => {
    const { fake, started } = aws();
    const elsewhere = { ...fake, account: async () => '999988887777' };
    await assert.rejects(told({ to: '2026-11-26T15:00:00Z' }, elsewhere), {
      message: /You are signed in to account 9999/,
    });
    assert.deepEqual(started, []);
  });
});
