import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { behavior, NOTHING, wayTo } from './behaviors.ts';
import { EdgeCache } from './cache/edge-cache.ts';
import { listening, type Shown, visit } from './edge.ts';
import type { Heard } from './origin-call.ts';
import { serve } from './proxy.ts';

const HOST = 'd111111abcdef8.cloudfront.net';
const CACHED = behavior({
  forwarding: { ...NOTHING, header: (name) => name === 'host', cookie: () => true },
  cachePolicy: {
    key: { ...NOTHING, cookie: (name) => name === 'session' },
    encodings: ['gzip'],
    ttl: { min: 0, default: 0, max: 60 },
  },
});

/** CloudFront before a pod that answers so; counts what reached the pod. */
async function blog(
  t: TestContext,
  pod: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
  heard: Heard = () => undefined,
) {
  const reached: IncomingMessage[] = [];
  let targets = [
    {
      address: '127.0.0.1',
      port: await listening(t, (incoming, outgoing) => {
        reached.push(incoming);
        pod(incoming, outgoing);
      }),
    },
  ];
  const edge = {
    behaviors: [CACHED],
    hosts: [HOST],
    way: { ...wayTo(() => targets), heard },
    cache: new EdgeCache(),
  };
  const port = await listening(t, (viewer, answer) => serve(viewer, answer, true, edge));
  const ask = (path: string, shown: Shown = {}) =>
    visit(port, path, { ...shown, headers: { host: HOST, ...shown.headers } });
  const away = () => {
    targets = [];
  };
  return { ask, reached, away };
}

const forAll = (_incoming: IncomingMessage, outgoing: ServerResponse) =>
  outgoing.writeHead(200, { 'cache-control': 'public, max-age=60', etag: '"1"' }).end('0123456789');

test('the second reader gets what the first one fetched, and how old it is', async (t) => {
  const { ask, reached } = await blog(t, forAll);
  assert.equal((await ask('/')).headers['x-cache'], 'Miss from cloudfront');
  const { text, headers } = await ask('/');
  assert.deepEqual([text, headers['x-cache'], headers.age], ['0123456789', 'Hit from cloudfront', '0']);
  assert.equal(headers['x-frame-options'], 'SAMEORIGIN', 'the headers of the policy come with a hit as well');
  assert.equal(reached.length, 1);
});

test('what a pod says may be put otherwise before the edge looks at it, and each answer is heard', async (t) => {
  const heard: (number | undefined)[] = [];
  const { ask, reached } = await blog(t, forAll, ({ statusCode, headers }) => {
    heard.push(statusCode);
    headers['cache-control'] = 'no-store';
  });
  await ask('/');
  const { headers } = await ask('/');
  assert.deepEqual([headers['x-cache'], headers['cache-control']], ['Miss from cloudfront', 'no-store']);
  assert.deepEqual([heard, reached.length], [[200, 200], 2]);
});

test('HEAD, a range and a reader who has the object are answered from the same object', async (t) => {
  const { ask, reached } = await blog(t, forAll);
  const part = await ask('/', { headers: { range: 'bytes=2-4' } });
  assert.deepEqual([part.status, part.text, part.headers['content-range']], [206, '234', 'bytes 2-4/10']);
  const head = await ask('/', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text, head.headers['content-length']], [200, '', '10']);
  const known = await ask('/', { headers: { 'if-none-match': 'W/"1"' } });
  assert.deepEqual([known.status, known.text], [304, '']);
  assert.equal(reached.length, 1);
  assert.equal(reached[0]?.headers.range, undefined, 'the cache wants the whole object');
});

test('a range that ends before it begins, or several of them, give the whole object', async (t) => {
  const { ask } = await blog(t, forAll);
  for (const range of ['bytes=5-2', 'bytes=0-1,4-5', 'bytes=-']) {
    const { status, text } = await ask('/', { headers: { range } });
    assert.deepEqual([status, text], [200, '0123456789'], range);
  }
  assert.equal((await ask('/', { headers: { range: 'bytes=-3' } })).text, '789');
});

test('other methods reach the origin each time', async (t) => {
  const { ask, reached } = await blog(t, forAll);
  for (const method of ['POST', 'OPTIONS', 'PUT']) await ask('/', { method });
  await ask('/');
  assert.deepEqual(
    reached.map(({ method }) => method),
    ['POST', 'OPTIONS', 'PUT', 'GET'],
  );
});

test("a member's page is served to nobody else, and not when the blog is away either", async (t) => {
  const { ask, away } = await blog(t, ({ headers: { cookie } }, outgoing) => {
    const cacheControl = cookie ? 'private, no-store' : 'public, max-age=0';
    outgoing.writeHead(200, { 'cache-control': cacheControl }).end(cookie ?? 'everybody');
  });
  const as = (cookie?: string) => ask('/', cookie ? { headers: { cookie } } : {});
  assert.deepEqual(
    (await Promise.all([as('session=a'), as('session=b'), as()])).map(({ text }) => text),
    ['session=a', 'session=b', 'everybody'],
  );
  away();
  assert.equal((await as('session=a')).status, 502);
  const { status, text, headers } = await as();
  assert.deepEqual([status, text], [200, 'everybody']);
  assert.match(String(headers['x-rehearsal-reason']), /expired, but the target group .* has no target/);
});

test('what breaks off is not kept', async (t) => {
  const { ask, reached } = await blog(t, (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'cache-control': 'max-age=60', 'content-length': 100 });
    outgoing.write('half', () => outgoing.destroy());
  });
  assert.equal((await ask('/')).status, 502);
  assert.equal(reached.length, 1);
});

test('the origin is asked for the encodings that are kept, whatever else a browser accepts', async (t) => {
  const { ask, reached } = await blog(t, forAll);
  await ask('/', { headers: { 'accept-encoding': 'zstd, gzip' } });
  await ask('/', { headers: { 'accept-encoding': 'deflate' } });
  assert.deepEqual(
    reached.map(({ headers }) => headers['accept-encoding']),
    ['gzip', undefined],
  );
});
