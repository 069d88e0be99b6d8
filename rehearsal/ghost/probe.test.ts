import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { probeForever, probeOnce } from './probe.ts';

describe('a probe', () => {
  let status: number | 'silence' = 200;
  let port = 0;
  const server = createServer((request, response) => {
    if (status !== 'silence') response.writeHead(request.headers.host === 'blog.example.com' ? status : 421).end();
  });
  const probe = ({ timeoutSeconds }: { timeoutSeconds: number }) => ({
    httpGet: { path: '/', port, httpHeaders: [{ name: 'Host', value: 'blog.example.com' }] },
    periodSeconds: 0.02,
    timeoutSeconds,
    failureThreshold: 3,
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('sends the headers that the manifest names', async () => {
    status = 200;
    assert.equal(await probeOnce('127.0.0.1', probe({ timeoutSeconds: 10 })), 200);
  });

  it('gives up after its timeout', async () => {
    status = 'silence';
    assert.equal(await probeOnce('127.0.0.1', probe({ timeoutSeconds: 0.2 })), undefined);
  });

  it('reports a failure only after as many as the threshold says, and counts 301 as healthy like the kubelet', async () => {
    const changes: boolean[] = [];
    const history = { statuses: [] as (number | undefined)[] };
    const stop = new AbortController();
    status = 301;
    const loop = probeForever({
      address: '127.0.0.1',
      probe: probe({ timeoutSeconds: 10 }),
      history,
      signal: stop.signal,
      onChange: (healthy) => {
        changes.push(healthy);
        if (healthy) status = 500;
        else stop.abort();
      },
    });
    await loop;
    assert.deepEqual(changes, [true, false]);
    assert.deepEqual(history.statuses, [301, 500, 500, 500]);
  });
});
