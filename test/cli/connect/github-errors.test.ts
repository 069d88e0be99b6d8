import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
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
