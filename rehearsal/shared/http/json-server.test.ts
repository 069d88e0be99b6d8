import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type JsonRequest, listenJson, Refusal } from './json-server.ts';

/** The address of a server that lives as long as the test. */
async function listening(t: TestContext, answer: (request: JsonRequest) => Promise<unknown>): Promise<string> {
  const server = await listenJson({ host: '127.0.0.1', port: 0 }, answer);
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a request is answered with JSON', async (t) => {
  const url = await listening(t, async ({ method, path, body }) => ({ method, path, body }));
  const answer = await fetch(`${url}/a`, { method: 'POST', body: '{"b":1}' });
  assert.deepEqual(await answer.json(), { method: 'POST', path: '/a', body: { b: 1 } });
});

test('a refusal has its status and its words; any other error is 500 with its words', async (t) => {
  const url = await listening(t, async ({ path }) => {
    throw path === '/refused' ? new Refusal(409, 'exists') : new Error('broken');
  });
  const refused = await fetch(`${url}/refused`);
  assert.deepEqual([refused.status, await refused.json()], [409, { message: 'exists' }]);
  const broken = await fetch(`${url}/broken`);
  assert.deepEqual([broken.status, await broken.json()], [500, { message: 'broken' }]);
});

test('a body that is not JSON never reaches the answer', async (t) => {
  const url = await listening(t, async () => assert.fail('asked'));
  const answer = await fetch(url, { method: 'POST', body: '{' });
  assert.deepEqual([answer.status, await answer.json()], [400, { message: 'the body is not JSON' }]);
});
