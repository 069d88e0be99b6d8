import assert from 'node:assert/strict';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { answerApi } from './api.ts';
import { selfMadeCertificate } from './certificate.ts';
import { FakeGitHub } from './github.ts';
import { type Listener, startListener } from './listener.ts';
import { startApiServer } from './server.ts';

const certificate = selfMadeCertificate();
const HOOKS = '/repos/octo-org/blog/hooks';

describe("the fake's REST API", () => {
  let listener: Listener;
  let github: FakeGitHub;
  before(async () => {
    listener = await startListener(certificate, () => 200);
  });
  beforeEach(() => {
    github = fakeGitHub(false);
  });
  after(() => listener.close());

  const fakeGitHub = (isPrivate: boolean) =>
    new FakeGitHub({
      repository: { owner: 'octo-org', name: 'blog', defaultBranch: 'main', bare: '/nowhere', private: isPrivate },
      tokens: { admin: ['admin:repo_hook'], reader: ['read:repo_hook'], none: ['gist'], all: ['repo'] },
      ca: certificate.certificate,
    });
  const call = async (method: string, path: string, body?: unknown, token = 'admin') => {
    const headers = { authorization: `token ${token}` };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await answerApi(github, new Request(`https://api.github.com${path}`, init));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const config = () => ({ url: `${listener.url}/hook/1`, content_type: 'json', secret: 'hush' });

  test('shows the repository', async () => {
    const { status, body } = await call('GET', '/repos/octo-org/blog');
    assert.equal(status, 200);
    assert.deepEqual([body.full_name, body.private], ['octo-org/blog', false]);
  });

  test('knows no other repository and no other path', async () => {
    for (const path of ['/repos/octo-org/other', '/repos/octo-org/blog/issues', '/user', '/repos/octo-org']) {
      assert.equal((await call('GET', path)).status, 404, path);
    }
  });

  test('refuses unknown tokens with 401', async () => {
    assert.equal((await call('GET', '/repos/octo-org/blog', undefined, 'stolen')).status, 401);
  });

  test('hides the hooks from tokens without the scope, and names the scopes', async () => {
    const listing = await call('GET', HOOKS, undefined, 'none');
    assert.equal(listing.status, 404);
    assert.equal(listing.headers.get('x-oauth-scopes'), 'gist');
    assert.match(listing.headers.get('x-accepted-oauth-scopes') ?? '', /admin:repo_hook/);
    assert.equal((await call('GET', HOOKS, undefined, 'reader')).status, 200);
    assert.equal((await call('POST', HOOKS, { config: config() }, 'reader')).status, 404);
  });

  test('hides a private repository from tokens that do not see it', async () => {
    github = fakeGitHub(true);
    assert.equal((await call('GET', '/repos/octo-org/blog')).status, 404);
    assert.equal((await call('GET', '/repos/octo-org/blog', undefined, 'all')).body.private, true);
  });

  test('makes a hook, masks its secret, and pings it', async () => {
    const { status, body } = await call('POST', HOOKS, { events: ['push'], config: config() });
    assert.equal(status, 201);
    assert.equal(body.config.secret, '********');
    await github.settled();
    const { body: deliveries } = await call('GET', `${HOOKS}/${body.id}/deliveries`);
    assert.deepEqual(
      deliveries.map((one: { event: string; status_code: number }) => [one.event, one.status_code]),
      [['ping', 200]],
    );
  });

  test('refuses a second hook for the same address, and one without an address', async () => {
    await call('POST', HOOKS, { config: config() });
    const second = await call('POST', HOOKS, { config: config() });
    assert.equal(second.status, 422);
    assert.equal(second.body.errors[0].message, 'Hook already exists on this repository');
    assert.equal((await call('POST', HOOKS, {})).status, 422);
    assert.equal((await call('POST', HOOKS, { config: { url: 'nowhere' } })).status, 422);
    assert.equal((await call('POST', HOOKS, { config: config(), events: 'push' })).status, 422);
    await github.settled();
  });

  test('replaces the whole config of a hook, its secret included', async () => {
    const { body: hook } = await call('POST', HOOKS, { config: config() });
    const { secret: _, ...bare } = config();
    const { body } = await call('PATCH', `${HOOKS}/${hook.id}`, { config: bare, active: false });
    assert.equal('secret' in body.config, false);
    assert.equal(body.active, false);
    await github.settled();
  });

  test('pings, redelivers and shows a delivery with request and answer', async () => {
    const { body: hook } = await call('POST', HOOKS, { config: config() });
    assert.equal((await call('POST', `${HOOKS}/${hook.id}/pings`)).status, 204);
    await github.settled();
    assert.equal((await call('POST', `${HOOKS}/${hook.id}/deliveries/1/attempts`)).status, 202);
    await github.settled();
    const { body: deliveries } = await call('GET', `${HOOKS}/${hook.id}/deliveries?per_page=2`);
    assert.deepEqual(
      deliveries.map((one: { id: number; redelivery: boolean }) => [one.id, one.redelivery]),
      [
        [3, true],
        [2, false],
      ],
    );
    const { body: whole } = await call('GET', `${HOOKS}/${hook.id}/deliveries/1`);
    assert.equal(whole.request.headers['X-GitHub-Event'], 'ping');
    assert.equal((await call('GET', `${HOOKS}/${hook.id}/deliveries/9`)).status, 404);
  });

  test('deletes a hook once', async () => {
    const { body: hook } = await call('POST', HOOKS, { config: config() });
    assert.equal((await call('DELETE', `${HOOKS}/${hook.id}`)).status, 204);
    assert.equal((await call('DELETE', `${HOOKS}/${hook.id}`)).status, 404);
    await github.settled();
  });

  test('is served over HTTPS with the given certificate', async () => {
    const server = await startApiServer(github, { address: '127.0.0.1', port: 0, ...certificate });
    const { port } = server.address() as AddressInfo;
    const url = `https://127.0.0.1:${port}/repos/octo-org/blog`;
    const status = await new Promise((resolve, reject) => {
      const options = {
        ca: certificate.certificate,
        headers: { authorization: 'bearer admin' },
        agent: false as const,
      };
      get(url, options, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    server.close();
    assert.equal(status, 200);
  });
});
