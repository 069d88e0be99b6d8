import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { FakeServer } from '../../test/cli/verify/fakes/http.ts';
import { NPM, npmUpstream } from './npm-upstream.ts';
import { below, openUpstream } from './upstream.ts';

/** Has `work` done while a server answers every path with what it was asked, and a status. */
async function withServer(status: number, work: (url: string) => Promise<void>): Promise<void> {
  const server = await FakeServer.start(({ url }) => ({ status, body: url.pathname, type: 'text/plain' }));
  try {
    await work(server.url);
  } finally {
    server.stop();
  }
}

/** Asks through the way out. Resolves to the status and the body of the answer. */
async function askThrough(socketPath: string, host: string, path: string, method = 'GET') {
  const asking = request({ socketPath, path, method, headers: { host } });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, text: await text(answer) };
}

test('a path is asked for below the folder of its upstream, once', () => {
  assert.equal(below('https://ghcr.io', '/v2/'), 'https://ghcr.io/v2/');
  assert.equal(below('https://mirror.example.com/npm/', '/slugify'), 'https://mirror.example.com/npm/slugify');
  assert.equal(
    below('https://mirror.example.com/npm/', '/npm/slugify/-/slugify-1.6.6.tgz'),
    'https://mirror.example.com/npm/slugify/-/slugify-1.6.6.tgz',
    'a tarball whose URL the registry gave has its folder already',
  );
});

test('the way out leads to the known hosts and nowhere else, and only to read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onemerge-test-'));
  await withServer(200, async (url) => {
    const socket = join(folder, 'way-out');
    const wayOut = await openUpstream(socket, { [NPM]: `${url}/npm/` });
    try {
      assert.deepEqual(await askThrough(socket, NPM, '/slugify'), { status: 200, text: '/npm/slugify' });
      assert.equal((await askThrough(socket, 'example.com', '/')).status, 403);
      assert.equal((await askThrough(socket, NPM, '/-/npm/v1/security/advisories/bulk', 'POST')).status, 405);
    } finally {
      wayOut.close();
      await rm(folder, { recursive: true });
    }
  });
});

test("the machine's npm registry counts when it answers without a password", async () => {
  const before = process.env.npm_config_registry;
  try {
    await withServer(200, async (url) => {
      process.env.npm_config_registry = url;
      assert.deepEqual(await npmUpstream(), { [NPM]: `${url}/` });
    });
    await withServer(401, async (url) => {
      process.env.npm_config_registry = url;
      assert.deepEqual(await npmUpstream(), {});
    });
    process.env.npm_config_registry = 'http://127.0.0.1:1/';
    assert.deepEqual(await npmUpstream(), {}, 'a registry that does not answer must not stop a rehearsal');
  } finally {
    if (before === undefined) delete process.env.npm_config_registry;
    else process.env.npm_config_registry = before;
  }
});
