import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { behavior, NOTHING, wayTo } from './behaviors.ts';
import { EdgeCache } from './cache/edge-cache.ts';
import { listening, visit as visitAt } from './edge.ts';
import { serve } from './proxy.ts';
import type { Forwarded } from './rules.ts';

const HOST = 'd111111abcdef8.cloudfront.net';

/** CloudFront in front of a pod at this port; `undefined` when no pod is Ready. */
function cloudFront(t: TestContext, port: number | undefined, changes: Partial<Forwarded> = {}): Promise<number> {
  const targets = () => (port === undefined ? [] : [{ address: '127.0.0.1', port }]);
  const way = wayTo(targets);
  const edge = { behaviors: [behavior(changes)], hosts: [HOST], way, cache: new EdgeCache() };
  return listening(t, (viewer, answer) => serve(viewer, answer, true, edge));
}

const visit = (port: number, path: string, method = 'GET', body = '') =>
  visitAt(port, path, { method, body, headers: { host: HOST } });

test('requests and answers pass with their bodies, cookies and status', async (t) => {
  const pod = await listening(t, async (incoming, outgoing) => {
    let text = '';
    for await (const chunk of incoming) text += chunk;
    outgoing.writeHead(201, { 'set-cookie': ['a=1', 'b=2'] });
    outgoing.end(`${incoming.method} ${incoming.url} ${incoming.headers['x-forwarded-proto']} ${text}`);
  });
  const answer = await visit(await cloudFront(t, pod), '/ghost/api/admin/images/?a=b', 'POST', 'image');
  assert.equal(answer.text, 'POST /ghost/api/admin/images/?a=b https image');
  assert.deepEqual([answer.status, answer.headers['set-cookie']], [201, ['a=1', 'b=2']]);
  assert.equal(answer.headers['x-frame-options'], 'SAMEORIGIN');
});

test('no Ready pod, and a pod that has just died, both give 502 with the reason', async (t) => {
  const none = await visit(await cloudFront(t, undefined), '/');
  assert.deepEqual([none.status, none.headers['x-cache']], [502, 'Error from cloudfront']);
  assert.match(none.text, /has no target/);
  const dead = await visit(await cloudFront(t, 1), '/');
  assert.equal(dead.status, 502);
  assert.match(String(dead.headers['x-rehearsal-reason']), /ECONNREFUSED/);
});

test('an answer that breaks off in the middle breaks off for the viewer too', async (t) => {
  const pod = await listening(t, (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-length': 100 });
    outgoing.write('half');
    setTimeout(() => outgoing.destroy(), 20);
  });
  await assert.rejects(visit(await cloudFront(t, pod), '/'), /aborted|ECONNRESET/);
});

test('what a function answers reaches the viewer, and Ghost hears nothing of it', async (t) => {
  const pod = await listening(t, () => assert.fail('the request reached the pod'));
  const answer = await visit(
    await cloudFront(t, pod, {
      viewerFunction: () => ({ kind: 'answer', status: 308, headers: { location: '/ghost/' } }),
    }),
    '/GHOST/',
  );
  assert.deepEqual([answer.status, answer.headers.location], [308, '/ghost/']);
});

test('a function that fails gives 503 with the reason', async (t) => {
  const fail = () => {
    throw new Error('no such thing');
  };
  const answer = await visit(await cloudFront(t, 1, { viewerFunction: fail }), '/');
  assert.equal(answer.status, 503);
  assert.match(answer.text, /no such thing/);
});

const KEPT = { key: NOTHING, encodings: [], ttl: { min: 0, default: 0, max: 60 } };

for (const [what, changes] of Object.entries({
  'a behavior without a cache': {},
  'one with a cache': { cachePolicy: KEPT },
}))
  test(`a silent origin is asked again as often as the origin says by what reads, and once by others, then 504: ${what}`, async (t) => {
    const asked: (string | undefined)[] = [];
    const pod = await listening(t, ({ method }) => void asked.push(method));
    const { origin } = behavior();
    const silent = { ...origin, connect: { attempts: 2, seconds: 60 }, readTimeout: 0.05 };
    const port = await cloudFront(t, pod, { ...changes, origin: silent });
    for (const method of ['GET', 'POST']) {
      const { status, headers } = await visit(port, '/', method, method === 'POST' ? 'a comment' : '');
      assert.equal(status, 504);
      assert.match(String(headers['x-rehearsal-reason']), /gave no answer in time/);
    }
    assert.deepEqual(asked, ['GET', 'GET', 'POST']);
  });
