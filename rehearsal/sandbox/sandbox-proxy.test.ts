import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { leadToSandboxProxy, openSandboxProxy, proxySocket } from './sandbox-proxy.ts';

/** Asks the proxy for a connection. Resolves to its status, and what the other end says before it closes. */
async function greetingThrough(door: string, target: string): Promise<{ status: number | undefined; said: string }> {
  const asking = request(door, { method: 'CONNECT', path: target, agent: false });
  asking.end();
  const [{ statusCode }, socket, head] = (await once(asking, 'connect')) as [{ statusCode?: number }, Socket, Buffer];
  const rest = await socket.toArray();
  return { status: statusCode, said: `${head}${rest.join('')}` };
}

test('from outside, a connection through the door reaches what listens inside', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onemerge-test-'));
  const inside = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await once(inside, 'listening');
  const closeProxy = await openSandboxProxy(proxySocket(folder));
  const door = await leadToSandboxProxy(proxySocket(folder));
  try {
    const target = `127.0.0.1:${(inside.address() as AddressInfo).port}`;
    assert.deepEqual(await greetingThrough(door.url, target), { status: 200, said: 'hello' });
  } finally {
    door.close();
    closeProxy();
    inside.close();
    await rm(folder, { recursive: true });
  }
});
