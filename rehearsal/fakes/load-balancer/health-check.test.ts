import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { listening } from '../cloudfront/edge.ts';
import { healthChecks } from './health-check.ts';
import type { HealthCheck } from './settings.ts';

const CHECK: HealthCheck = {
  protocol: 'HTTP',
  path: '/alive',
  listenerPort: 8080,
  matches: (status) => status < 400,
  interval: 60,
  timeout: 60,
  thresholds: { healthy: 2, unhealthy: 2 },
};

/** Checks a pod that answers so. */
async function checked(t: TestContext, pod: RequestListener, changes: Partial<HealthCheck> = {}): Promise<boolean> {
  const port = await listening(t, pod);
  return await healthChecks(undefined)({ address: '127.0.0.1', port }, { ...CHECK, ...changes });
}

test('a target is asked for the path, with the Host of the balancer and its listener', async (t) => {
  const asked: unknown[] = [];
  const well = await checked(t, ({ url, headers }, answer) => {
    asked.push(url, headers.host);
    answer.writeHead(301, { location: 'https://blog.example.com/' }).end();
  });
  assert.equal(well, true, "Ghost's redirect to https shows that it answers");
  assert.deepEqual(asked, ['/alive', '127.0.0.1:8080']);
});

test('a status that does not match, a connection that breaks, and one that nobody takes are failures', async (t) => {
  assert.equal(await checked(t, (_, answer) => answer.writeHead(503).end()), false);
  assert.equal(await checked(t, (_, answer) => answer.destroy()), false);
  assert.equal(await healthChecks(undefined)({ address: '127.0.0.1', port: 1 }, CHECK), false);
});

test('a target that does not answer in time has failed', async (t) => {
  assert.equal(await checked(t, () => undefined, { timeout: 0.05 }), false);
});

test('a check over TCP asks for a connection, and no more', async (t) => {
  const tcp = { protocol: 'TCP' } as const;
  assert.equal(await checked(t, () => assert.fail('nothing may be asked'), tcp), true);
  assert.equal(await healthChecks(undefined)({ address: '127.0.0.1', port: 1 }, { ...CHECK, ...tcp }), false);
});
