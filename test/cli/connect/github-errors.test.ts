import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { GitHubRepository } from '../../../cli/connect/github.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** What is said when GitHub answers something to a call. */
async function report(
  call: (repository: GitHubRepository) => Promise<unknown>,
  status: number,
  body: unknown,
  headers: Record<string, string> = JSON_TYPE,
): Promise<string> {
  const fetch = async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
  const baseUrl = 'https://api.github.com';
  const error = await call(new GitHubRepository({ owner: 'octo-org', name: 'blog', token: 'x', baseUrl, fetch })).then(
    () => assert.fail('taken for an answer'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof CommandError, `${error}`);
  return error.report();
}

const CREATE = (repository: GitHubRepository) =>
  repository.createWebhook({
    active: true,
    events: ['push'],
    config: { url: 'https://blog/hook', content_type: 'json', insecure_ssl: '0', secret: 's' },
  });
const LIST = (repository: GitHubRepository) => repository.webhooks();
const LOOK = (repository: GitHubRepository) => repository.isPrivate();

describe('what GitHub refuses is passed on in its own words, with what helps', () => {
  test('an archived repository', async () => {
    const said = await report(CREATE, 403, { message: 'Repository was archived so is read-only.' });
    assert.match(said, /^octo-org\/blog is archived: Repository was archived so is read-only\./);
    assert.match(said, /settings\n {2}help: unarchive it there/);
  });

  test('single sign-on, with the address that the header names', async () => {
    const sso = 'required; url=https://github.com/orgs/octo-org/sso?authorization_request=A1';
    const message = 'Resource protected by organization SAML enforcement.';
    const said = await report(LIST, 403, { message }, { ...JSON_TYPE, 'x-github-sso': sso });
    assert.match(said, /by single sign-on: Resource protected by organization SAML enforcement\./);
    assert.match(said, /help: open https:\/\/github\.com\/orgs\/octo-org\/sso\?authorization_request=A1 and authorize/);
  });

  test('single sign-on without an address names the page of the organisation', async () => {
    const headers = { ...JSON_TYPE, 'x-github-sso': 'partial-results; organizations=1' };
    assert.match(
      await report(LIST, 403, { message: 'x' }, headers),
      /open https:\/\/github\.com\/orgs\/octo-org\/sso /,
    );
  });

  test('a repository with twenty webhooks', async () => {
    const errors = [{ resource: 'Hook', code: 'custom', message: 'The "push" event cannot have more than 20 hooks' }];
    const said = await report(CREATE, 422, { message: 'Validation Failed', errors });
    assert.match(said, /^octo-org\/blog has no room for another webhook: .*cannot have more than 20 hooks/);
    assert.match(said, /settings\/hooks\n {2}help: remove one there/);
  });

  test('a secondary limit, with the pause that it asks for', async () => {
    const message = 'You have exceeded a secondary rate limit.';
    const said = await report(LIST, 403, { message }, { ...JSON_TYPE, 'retry-after': '60' });
    assert.match(said, /^GitHub answers no more requests of this token: You have exceeded a secondary rate limit\./);
    assert.match(said, /help: run the command again in 60 s$/);
  });

  test('a limit without a header', async () => {
    const said = await report(LIST, 429, { message: 'Slow down' });
    assert.match(said, /no more requests of this token: Slow down\n {2}help: run the command again in a minute$/);
  });

  test('a limit whose pause is a date', async () => {
    const headers = { ...JSON_TYPE, 'retry-after': 'Fri, 27 Nov 2026 01:00:00 GMT' };
    assert.match(await report(LIST, 403, { message: 'x' }, headers), /run the command again after 2026-11-27T01:00:00/);
  });

  for (const reset of ['1e20', 'soon', '']) {
    test(`a limit whose end is no moment: "${reset}"`, async () => {
      const headers = { ...JSON_TYPE, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
      assert.match(
        await report(LIST, 429, { message: 'Slow down' }, headers),
        /this token[^\n]*: Slow down\n {2}help: run/,
      );
    });
  }

  for (const [status, message] of [
    [403, 'Repository access blocked'],
    [409, 'Conflict'],
    [422, 'Hook already exists on this repository'],
    [451, 'Repository unavailable due to DMCA takedown.'],
  ] as const) {
    test(`a refusal that no second call changes, as one to mend: ${status}`, async () => {
      const said = await report(LOOK, status, { message });
      assert.ok(said.startsWith(`GitHub refuses octo-org/blog: ${status}: ${message}`), said);
      assert.match(said, /help: mend there, or in onemerge\.config\.ts, what GitHub names/);
    });
  }

  test('a fault of its own, as one that may pass', async () => {
    assert.match(
      await report(LOOK, 500, { message: 'Oops' }),
      /^GitHub answered 500: Oops\n.*\n {2}help: run the command again/,
    );
  });

  for (const [title, status, headers] of [
    ['of its front', 502, { 'x-github-request-id': 'C0DE:1' }],
    ['of its site', 503, { server: 'GitHub.com' }],
    ['that ends a long request', 504, { server: 'GitHub.com', 'x-github-request-id': 'C0DE:2' }],
  ] as const) {
    test(`a page of its own ${title}, as a fault that may pass: ${status}`, async () => {
      const page = '<!DOCTYPE html>\n<!--\n\nHello future GitHubber!\n-->\n<title>Unicorn! &middot; GitHub</title>';
      const said = await report(LIST, status, page, { 'content-type': 'text/html', ...headers });
      assert.ok(said.startsWith(`GitHub answered ${status}: Unicorn! · GitHub\n`), said);
      assert.match(said, /help: run the command again; if it stays so, see https:\/\/www\.githubstatus\.com$/);
    });
  }

  test('a page of its own about too many requests, as a limit', async () => {
    const headers = { 'content-type': 'text/html', server: 'GitHub.com' };
    const said = await report(LIST, 429, '<html><title>Too many requests · GitHub</title>', headers);
    assert.match(said, /^GitHub answers no more requests of this token: Too many requests · GitHub\n.*in a minute$/);
  });

  test('an answer without a word, as what it is', async () => {
    const headers = { 'x-github-request-id': 'A1' };
    assert.match(await report(LOOK, 502, '', headers), /^GitHub answered 502: nothing more\n/);
  });

  test('a suspended or blocked account, as a token that may not', async () => {
    const message = 'Sorry. Your account was suspended';
    assert.match(await report(LIST, 403, { message }), /GitHub says: Sorry\. Your account was suspended/);
  });

  test('a repository that has another name now', async () => {
    const said = await report(LOOK, 200, { private: false, full_name: 'octo-org/new-blog' });
    assert.match(
      said,
      /^octo-org\/blog is called octo-org\/new-blog now\n {2}see: {2}repository in onemerge\.config\.ts/,
    );
  });
});

describe('what is no answer of GitHub is told as such', () => {
  const html = { 'content-type': 'text/html' };
  const answers: [title: string, status: number, body: unknown, headers: Record<string, string>][] = [
    ['a page of the site in place of the API', 404, '<html>Not here</html>', { ...html, server: 'GitHub.com' }],
    ['a page', 200, '<html>Welcome to the hotel</html>', html],
    ['nothing', 200, '', {}],
    ['half an answer', 200, '{"private":', JSON_TYPE],
    ['something else', 200, { hello: 1 }, JSON_TYPE],
    ['a list', 200, [1], JSON_TYPE],
    ['a page of a proxy that refuses', 403, '<html>No</html>', html],
    ['a page of a proxy that reaches nobody', 502, '\n<html>Bad gateway</html>', html],
  ];
  for (const [title, status, body, headers] of answers) {
    for (const call of [LOOK, LIST, CREATE]) {
      test(`${title}, ${status}`, async () => {
        const said = await report(call, status, body, headers);
        assert.match(
          said,
          /^What answers in the place of GitHub is not its API: \S[^\n]*\n {2}help: check GITHUB_API_URL/,
        );
      });
    }
  }
});

test('a delivery of no time is no answer of GitHub', async () => {
  const deliveries = [
    { guid: 'a', delivered_at: 'yesterday', event: 'push', status: 'OK', status_code: 200, duration: 1 },
  ];
  const said = await report((repository) => repository.deliveries(7), 200, deliveries);
  assert.match(said, /^What answers in the place of GitHub is not its API: 200, \S[^\n]*delivered_at/);
});

describe('a redirect', () => {
  /** What is asked of a server that leads a call on, and what is said in the end. */
  async function ledOn(
    t: TestContext,
    call: (repository: GitHubRepository) => Promise<unknown>,
    location: 'the portal' | '/repositories/1' | '/repos/octo-org/blog' | undefined,
    status = 302,
  ): Promise<{ said: string; asked: string[] }> {
    const asked: string[] = [];
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      asked.push(`${request.method} ${request.url}${request.headers.authorization ? ' with the token' : ''}`);
      if (request.url === '/repositories/1') {
        response.writeHead(200, JSON_TYPE).end('{"private":false,"full_name":"octo-org/new-blog"}');
      } else if (request.url === '/login') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sign in');
      else response.writeHead(status, leads).end();
    };
    const portal = (await listening(t, answer)).replace('127.0.0.1', 'localhost');
    const leads = location && { location: location === 'the portal' ? `${portal}/login` : location };
    const api = await listening(t, answer);
    const repository = new GitHubRepository({ owner: 'octo-org', name: 'blog', token: 'x', baseUrl: api });
    const said = await call(repository).then(
      () => 'taken for an answer',
      (error: unknown) => (error instanceof CommandError ? error.report() : `${error}`),
    );
    return { said, asked };
  }

  test('to the new name of the repository is followed, and the name is told', async (t) => {
    const { said, asked } = await ledOn(t, LOOK, '/repositories/1', 301);
    assert.match(said, /^octo-org\/blog is called octo-org\/new-blog now\n/);
    assert.deepEqual(asked, ['GET /repos/octo-org/blog with the token', 'GET /repositories/1 with the token']);
  });

  for (const call of [LOOK, LIST]) {
    test('to a portal is told with its address, and the token stays here', async (t) => {
      const { said, asked } = await ledOn(t, call, 'the portal');
      assert.match(
        said,
        /^What answers in the place of GitHub is not its API: it leads to http:\/\/localhost:\d+\/login\n/,
      );
      assert.equal(asked.at(-1), 'GET /login');
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    test(`of a call that makes something is not followed, which would ask for something else: ${status}`, async (t) => {
      const { said, asked } = await ledOn(t, CREATE, '/repositories/1', status);
      assert.match(said, new RegExp(`is not its API: ${status}, it leads to /repositories/1\\n`));
      assert.equal(asked.length, 1);
    });
  }

  test('without an address is told', async (t) => {
    const { said } = await ledOn(t, LOOK, undefined);
    assert.match(said, /^What answers in the place of GitHub is not its API: 302, it leads to nowhere\n/);
  });

  test('in a circle is told', async (t) => {
    const { said } = await ledOn(t, LOOK, '/repos/octo-org/blog');
    assert.match(
      said,
      /^What answers in the place of GitHub is not its API: it leads from one address to the next\n {2}help: check GITHUB_API_URL/,
    );
  });
});

/** Starts a server for the time of a test. Returns its address. */
async function listening(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
