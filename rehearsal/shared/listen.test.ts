import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { listen } from './listen.ts';

test('a server whose port is taken is an error, not a wait without end', async (t) => {
  const first = await listen(createServer(), { port: 0, host: '127.0.0.1' });
  t.after(() => first.close());
  const { port } = first.address() as AddressInfo;
  await assert.rejects(listen(createServer(), { port, host: '127.0.0.1' }), { code: 'EADDRINUSE' });
});
