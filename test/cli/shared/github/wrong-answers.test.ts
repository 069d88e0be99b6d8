import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { describe, type TestContext, test } from 'node:test';
import { z } from 'zod';
import { GitHubRepository } from '../../../../cli/connect/github.ts';
import { openRepository } from '../../../../cli/doctor/repository/remote-repository.ts';
import { postComment } from '../../../../cli/review/post/comment.ts';
import { CommandError } from '../../../../cli/shared/command-error.ts';
import { patiently } from '../../../../cli/shared/github/patient-fetch.ts';
import { GitHubApp } from '../../../../cli/shared/github-app/github-app.ts';
import { startServer } from '../../../support/answering.ts';
import { dripping, WRONG_ANSWERS } from '../../../support/wrong-answers.ts';

const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const HOOK = {
  active: true,
  events: ['push'],
  config: { url: 'https://blog.example.com/hook/1', content_type: 'json', insecure_ssl: '0', secret: 's' },
} as const;
const hook = { ...HOOK, events: [...HOOK.events] };

const repository = (baseUrl: string) => new GitHubRepository({ owner: 'octo-org', name: 'blog', token: 'x', baseUrl });
const app = (baseUrl: string) => new GitHubApp({ id: 1, key, repository: 'octo-org/blog', baseUrl });

/** Everything that a command asks of GitHub. */
const CALLS: Readonly<Record<string, (url: string) => Promise<unknown>>> = {
  'whether the repository is private': (url) => repository(url).isPrivate(),
  'its webhooks': (url) => repository(url).webhooks(),
  'for a webhook': (url) => repository(url).createWebhook(hook),
  'to change a webhook': (url) => repository(url).updateWebhook(1, hook),
  'to remove a webhook': (url) => repository(url).deleteWebhook(1),
  'to ping': (url) => repository(url).pingWebhook(1),
  'the deliveries': (url) => repository(url).deliveries(1),
  'who an App is': (url) => app(url).app(),
  'where it is installed': (url) => app(url).installation(),
  'its token': (url) => app(url).token(1),
  'what it reaches': (url) => app(url).reach('token'),
  'for a status of a commit': (url) => app(url).create('token', '/statuses/1', {}, z.object({ id: z.number() })),
  'for a comment': (url) =>
    postComment({ token: 'x', baseUrl: url }, { owner: 'octo-org', repo: 'blog', number: 1, head: 'a' }, 'body'),
  'the branches, as Git does': (url) => openRepository('octo-org/blog', { host: url }).look(),
};

/** Right for this very call, though it is wrong for the others. */
const RIGHT: readonly (readonly [answer: string, call: string])[] = [
  ['[], and nothing else', 'its webhooks'],
  ['[], and nothing else', 'the deliveries'],
  ['an empty 204', 'to remove a webhook'],
  ['an empty 204', 'to ping'],
];
const isRight = (answer: string, call: string) => RIGHT.some(([a, c]) => a === answer && c === call);

/** What is said of a call that got no answer of GitHub's. */
async function told(call: Promise<unknown>): Promise<CommandError> {
  const error = await call.then(
    (value) => new Error(`it was believed: ${JSON.stringify(value)}; let the call refuse it by a schema`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof CommandError) return error;
  throw error;
}

describe('something that answers in the place of GitHub', () => {
  for (const [answer, listener] of Object.entries(WRONG_ANSWERS))
    test(`is not believed, whatever is asked: ${answer}`, async (t) => {
      const url = await startServer(t, listener);
      for (const [what, ask] of Object.entries(CALLS)) {
        if (isRight(answer, what)) continue;
        const { message, help, exitCode } = await told(ask(url));
        assert.match(
          message,
          /^(What answers in the place of GitHub is no|GitHub cannot be reached: \S|http:\S+ cannot be reached: \S|GitHub answers no more requests|\S+ answered (429|5\d\d))[^\n<✖]*$/,
          `${what}: this points at the wrong cause`,
        );
        assert.match(help, /network|GITHUB_API_URL|githubstatus\.com|in a minute/, what);
        assert.equal(exitCode, 2, what);
      }
    });

  const limits = [
    [403, {}, 'API rate limit exceeded for user ID 1.', 'in a minute'],
    [403, { 'retry-after': '60' }, 'You have exceeded a secondary rate limit.', 'in 60 s'],
    [403, {}, 'You have triggered an abuse detection mechanism.', 'in a minute'],
    [429, { 'retry-after': '7' }, 'slow down', 'in 7 s'],
  ] as const;
  for (const [status, headers, message, when] of limits)
    test(`GitHub's limit is told as one, with when it ends: ${status} ${message}`, async (t) => {
      const url = await startServer(t, (request, response) => {
        request.resume();
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify({ message }));
      });
      for (const [what, ask] of Object.entries(CALLS)) {
        if (what.endsWith('as Git does')) continue;
        const error = await told(ask(url));
        assert.match(error.message, /^GitHub answers no more requests of this token: /, what);
        assert.equal(error.help, `run the command again ${when}`, what);
      }
    });
});

describe('the token for GitHub', () => {
  /** What another server than GitHub is told, to which GitHub's answers lead. */
  async function leadAway(t: TestContext, status: number) {
    const heard: (string | undefined)[] = [];
    const hear: RequestListener = (request, response) => {
      heard.push(request.headers.authorization);
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    };
    const other = await startServer(t, hear);
    const url = await startServer(t, (request, response) => {
      request.resume();
      response.writeHead(status, { location: other }).end();
    });
    return { url, heard };
  }

  for (const status of [301, 302, 303, 307, 308])
    test(`is not sent to where something leads: ${status}`, async (t) => {
      const { url, heard } = await leadAway(t, status);
      for (const ask of Object.values(CALLS)) await told(ask(url));
      assert.deepEqual(
        heard.filter((one) => one !== undefined),
        [],
      );
    });
});

describe('an answer of GitHub', () => {
  test('that has no end is waited for no longer than one that does not begin', async (t) => {
    const url = await startServer(t, dripping);
    const fetch = patiently(globalThis.fetch, 100);
    await assert.rejects(fetch(url), { name: 'TimeoutError' });
  });

  test('that is longer than any list ends the call, and not the process', async (t) => {
    const block = Buffer.alloc(1024 * 1024, 0x20);
    const url = await startServer(t, (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(block));
      };
      response.on('drain', more);
      more();
    });
    await assert.rejects(patiently(globalThis.fetch)(url), /the answer is longer than \d+ bytes/);
  });
});
