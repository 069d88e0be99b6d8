import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { templates } from '../../../test/support/fixtures.ts';
import { asIfDeployed } from '../deployed-stack/as-if-deployed.ts';
import { Deployed } from '../deployed-stack/deployed.ts';
import { wayTo } from './behaviors.ts';
import { EdgeCache } from './cache/edge-cache.ts';
import { listening, visit } from './edge.ts';
import { serve } from './proxy.ts';
import { distributionRules } from './rules.ts';

const HOST = 'd111111abcdef8.cloudfront.net';
const SERVICES = { hello: { path: '/hello/*', port: 8080 }, 'my-api': { path: '/api/v1/*', port: 9090 } };

test('requests below the path of a service reach its pods as they are, without the sessions of the blog', async (t) => {
  const { Ghost: ghost } = templates({ services: SERVICES });
  const reached: { readonly group: string; readonly incoming: IncomingMessage }[] = [];
  const pods = new Map<string, number>();
  for (const group of ['Ghost', 'hello', 'myapi']) {
    const port = await listening(t, (incoming, outgoing) => {
      reached.push({ group, incoming });
      outgoing.end();
    });
    pods.set(group, port);
  }
  const targets = (arn: string) =>
    [...pods].filter(([group]) => arn.includes(`${group}Targets`)).map(([, port]) => ({ address: '127.0.0.1', port }));
  const behaviors = distributionRules(new Deployed(asIfDeployed(ghost.toJSON())));
  const edge = {
    behaviors,
    hosts: [HOST],
    way: wayTo(targets),
    cache: new EdgeCache(),
  };
  const port = await listening(t, (viewer, answer) => serve(viewer, answer, true, edge));
  const headers = { host: HOST, cookie: 'own=1; ghost-members-ssr=a; ghost-private=b', 'x-forwarded-for': '192.0.2.7' };
  for (const path of ['/hello/', '/hello/a?b=c', '/api/v1/x', '/hello-world/', '/api/v2/'])
    await visit(port, path, { headers });

  assert.deepEqual(
    reached.map(({ group, incoming }) => `${group} ${incoming.url}`),
    ['hello /hello/', 'hello /hello/a?b=c', 'myapi /api/v1/x', 'Ghost /hello-world/', 'Ghost /api/v2/'],
  );
  const [first] = reached;
  const { cookie, host, 'x-forwarded-proto': proto } = first?.incoming.headers ?? {};
  assert.deepEqual([cookie, host, proto], ['own=1', HOST, 'https']);
  assert.doesNotMatch(String(first?.incoming.headers['x-forwarded-for']), /192\.0\.2\.7/, 'the viewer made that up');
});
