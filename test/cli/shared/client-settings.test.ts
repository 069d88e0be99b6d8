import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { BackupClient, DescribeRestoreJobCommand } from '@aws-sdk/client-backup';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { everyPage } from '../../../cli/doctor/account/ask.ts';
import { openRestoreJobs } from '../../../cli/restore/uploads.ts';
import { askAws } from '../../../cli/shared/ask-aws.ts';
import { clientSettings } from '../../../cli/shared/client-settings.ts';
import { wholeInTime } from '../../../cli/shared/whole-in-time.ts';
import { startAnswering, startServer } from '../../support/answering.ts';
import { ROOT } from '../../support/documents.ts';
import { dripping } from '../../support/wrong-answers.ts';

const CREDENTIALS = { accessKeyId: 'a', secretAccessKey: 'b' };

/** What the commands use, against a server that answers once. */
const settings = (endpoint: string) => ({ ...clientSettings('eu-west-1', CREDENTIALS), endpoint, maxAttempts: 1 });

/** The same with a hundredth of their patience, for a server that says nothing: it is not to be waited for. */
function impatient(endpoint: string) {
  const { requestHandler, ...rest } = settings(endpoint);
  const limits = Object.entries(requestHandler).map(([name, value]) => [
    name,
    typeof value === 'number' ? value / 100 : value,
  ]);
  return { ...rest, requestHandler: Object.fromEntries(limits) };
}

/** A server that takes every request, sends these words of an answer, and then keeps silent. */
const startSilent = (t: TestContext, words: string | undefined): Promise<string> =>
  startServer(t, (_, response) => {
    if (words !== undefined) response.writeHead(200).write(words);
  });

describe('a call to AWS', () => {
  for (const [title, words] of [
    ['gives no answer', undefined],
    ['stops in the middle of a document', '<GetCallerIdentityResponse'],
    ['stops in the middle of an object', '{"Status":'],
  ] as const)
    test(`has an end when what answers ${title}, and is told as unreachable`, async (t) => {
      const asked = impatient(await startSilent(t, words));
      for (const call of [
        () => new STSClient(asked).send(new GetCallerIdentityCommand({})),
        () => new BackupClient(asked).send(new DescribeRestoreJobCommand({ RestoreJobId: 'x' })),
      ])
        await assert.rejects(
          askAws('asking', 'eu-west-1', call()),
          /^CommandError: AWS cannot be reached: no answer within 0\.\d+ s$/m,
        );
    });

  test('has an end when the answer has none, though a little of it comes all the time', async (t) => {
    const asked = { ...settings(await startServer(t, dripping)), extensions: [wholeInTime(100)] };
    for (const call of [
      () => new STSClient(asked).send(new GetCallerIdentityCommand({})),
      () => new BackupClient(asked).send(new DescribeRestoreJobCommand({ RestoreJobId: 'x' })),
    ])
      await assert.rejects(
        askAws('asking', 'eu-west-1', call()),
        /^CommandError: AWS cannot be reached: no answer within 0\.1 s$/m,
      );
  });

  test('has that end in every command', () => {
    assert.equal(clientSettings('eu-west-1').extensions?.length, 1);
  });

  test('is limited in every command, so that none waits for ever', () => {
    const bare = readdirSync(join(ROOT, 'cli'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) =>
        [
          ...readFileSync(join(ROOT, 'cli', path), 'utf8').matchAll(
            /(?:Client\(|clientConfig: |stackClients\()\{(?! \.\.\.settings)[^}]*\}/g,
          ),
        ].map(([text]) => `cli/${path}: ${text}`),
      );
    assert.deepEqual(bare, [], 'make it with clientSettings of cli/shared/client-settings.ts');
  });

  test('does not turn its pages for ever when one leads to itself', async () => {
    const pages = everyPage('reading', 'eu-west-1', async () => ({ items: [1], next: 'again' }));
    await assert.rejects(pages, /in the place of AWS is not AWS: its answer has no next page/);
  });
});

describe('a restore of the uploads', () => {
  const uploads = { recoveryPoint: 'arn:1', fileSystem: 'fs-1', at: new Date() };

  test('is not waited for when nothing says how its job stands', async (t) => {
    const jobs = openRestoreJobs(settings(await startAnswering(t, 200, '{}')));
    await assert.rejects(jobs.look('job-1'), /in the place of AWS is not AWS: its answer has no status/);
  });

  test('is not taken for started by a page', async (t) => {
    const jobs = openRestoreJobs(settings(await startAnswering(t, 200, '{}')));
    await assert.rejects(jobs.start(uploads, 'fs-2', 'arn:2'), /not AWS: its answer has no restore job/);
  });
});
