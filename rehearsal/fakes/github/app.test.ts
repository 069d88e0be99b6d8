import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { beforeEach, describe, test } from 'node:test';
import { answerApi } from './api.ts';
import { gitAuthorization } from './git-password.ts';
import { FakeGitHub } from './github.ts';

const SECONDS = () => Math.floor(Date.now() / 1000);

/** A JSON Web Token as an App makes it. */
function assertion(pem: string, claims: object = {}): string {
  const parts = [{ alg: 'RS256' }, { iss: '1234567', exp: SECONDS() + 60, ...claims }];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), pem).toString('base64url')}`;
}

describe('the App of the fake GitHub', () => {
  let github: FakeGitHub;
  let key: string;
  beforeEach(() => {
    github = new FakeGitHub({
      repository: { owner: 'octo-org', name: 'blog', defaultBranch: 'main', bare: '/nowhere', private: true },
      tokens: { person: ['repo'], hooks: ['admin:repo_hook'] },
    });
    key = github.app.newKey();
  });
  const ask = async (bearer: string, path = '/app/installations/7654321/access_tokens', body: string | null = null) => {
    const headers = { authorization: `Bearer ${bearer}` };
    const method = path.endsWith('access_tokens') ? 'POST' : 'GET';
    const response = await answerApi(github, new Request(`https://api.github.com${path}`, { method, headers, body }));
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const newToken = async () => (await ask(assertion(key))).body.token ?? '';
  const git = (token: string, pushes = false) => github.refuseGit(gitAuthorization(token), pushes);

  test('gives a token for an hour, by which Git fetches and does not push', async () => {
    const { status, body } = await ask(assertion(key));
    assert.equal(status, 201);
    assert.ok(Date.parse(body.expires_at ?? '') - Date.now() > 3_500_000);
    assert.deepEqual([git(body.token ?? ''), git(body.token ?? '', true)], [undefined, 403]);
  });

  test('gives a token to who asks for no limits, in whichever way', async () => {
    for (const body of [null, 'null', '{}'])
      assert.equal((await ask(assertion(key), undefined, body)).status, 201, `refused ${body}`);
  });

  test('lets nobody else read: no stranger, no token of another scope', () => {
    assert.deepEqual([github.refuseGit(undefined, false), git('made up'), git('hooks')], [401, 401, 401]);
    assert.equal(git('person', true), undefined);
  });

  test('is not who signs with a deleted key, or with none of its own; its tokens outlive the key', async () => {
    const token = await newToken();
    github.app.deleteKey(key);
    assert.deepEqual(await ask(assertion(key)), {
      status: 401,
      body: { message: 'A JSON web token could not be decoded' },
    });
    assert.equal(git(token), undefined);
    assert.equal(github.app.refusals, 1);
  });

  test('signs with either of two keys', async () => {
    const second = github.app.newKey();
    assert.deepEqual([(await ask(assertion(key))).status, (await ask(assertion(second))).status], [201, 201]);
  });

  for (const exp of [-1, 3600])
    test(`is refused when what it says ends in ${exp} s`, async () => {
      assert.match((await ask(assertion(key, { exp: SECONDS() + exp }))).body.message ?? '', /Expiration time/);
    });

  test('is not known by another id', async () => {
    assert.deepEqual((await ask(assertion(key, { iss: '7' }))).status, 404);
  });

  test('gives no token, and takes none, where it is suspended or removed', async () => {
    const token = await newToken();
    const { installation } = github.app;
    assert.ok(installation);
    github.app.installation = { ...installation, suspended_at: '2026-01-01T00:00:00Z' };
    assert.deepEqual([(await ask(assertion(key))).status, git(token)], [403, 401]);
    github.app.installation = undefined;
    assert.deepEqual([(await ask(assertion(key))).status, git(token)], [404, 401]);
  });

  test('has no token any more once all were ended', async () => {
    const token = await newToken();
    github.app.expireTokens();
    assert.equal(git(token), 401);
    assert.equal((await ask(token, '/installation/repositories')).status, 401);
  });
});
