import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { behavior, NOTHING, noObject, wayTo } from './behaviors.ts';
import { EdgeCache } from './cache/edge-cache.ts';
import { listening, type Shown, visit } from './edge.ts';
import { serve } from './proxy.ts';
import type { Behavior } from './rules.ts';

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-custom-error-pages
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages.html
const HOST = 'd111111abcdef8.cloudfront.net';
const PAGE = { status: 503, path: '/.away/page.html' };
const errorPages = new Map([502, 503, 504].map((status) => [status, PAGE]));
const errorTimes = new Map([502, 503, 504].map((status) => [status, 1]));
const kept = (max: number) => ({ key: NOTHING, encodings: [], ttl: { min: 0, default: 0, max } });

const PAGES: Behavior = {
  ...behavior({ pattern: '/.away/*', methods: ['GET', 'HEAD'], cachePolicy: kept(86_400), errorPages }),
  addedHeaders: [{ name: 'retry-after', value: '5', override: true }],
  origin: { id: 'away', bucket: 'pages' },
};
const UNCACHED = behavior({ pattern: '/ghost/*', errorPages, errorTimes });
const CACHED = behavior({ cachePolicy: kept(60), errorPages, errorTimes });

const html = { 'content-type': 'text/html; charset=utf-8', 'content-length': '4' };
const written = async (_bucket: string, key: string) =>
  key === '.away/page.html' ? { status: 200, headers: html, body: Buffer.from('away') } : await noObject();

/** CloudFront before a pod that answers so; without one there is no target. */
async function blog(t: TestContext, pod?: RequestListener, object = written) {
  const target = pod && { address: '127.0.0.1', port: await listening(t, pod) };
  let targets = target ? [target] : [];
  const way = wayTo(() => targets, object);
  const edge = { behaviors: [UNCACHED, PAGES, CACHED], hosts: [HOST], way, cache: new EdgeCache() };
  const port = await listening(t, (viewer, answer) => serve(viewer, answer, true, edge));
  const ask = (path: string, shown: Shown = {}) => visit(port, path, { ...shown, headers: { host: HOST } });
  const away = () => {
    targets = [];
  };
  return { ask, away };
}

test('who gets no answer of the origin gets the page, with its headers and the status of the distribution', async (t) => {
  const { ask } = await blog(t);
  for (const path of ['/', '/ghost/', '/ghost/api/admin/posts/']) {
    const { status, text, headers } = await ask(path);
    assert.deepEqual([status, text, headers['content-type']], [503, 'away', html['content-type']], path);
    assert.deepEqual([headers['retry-after'], headers['x-cache']], ['5', 'Error from cloudfront'], path);
    assert.match(String(headers['x-rehearsal-reason']), /has no target/, 'the log of the rehearsal says why');
  }
});

test('other methods get it, too, and HEAD without the body', async (t) => {
  const { ask } = await blog(t);
  const posted = await ask('/ghost/api/admin/session/', { method: 'POST', body: '{}' });
  assert.deepEqual([posted.status, posted.text], [503, 'away']);
  const head = await ask('/', { method: 'HEAD' });
  assert.deepEqual([head.status, head.text, head.headers['retry-after']], [503, '', '5']);
});

test('an error that the origin itself answers is replaced, and one without a page is not', async (t) => {
  const { ask } = await blog(t, ({ url }, outgoing) => {
    outgoing.writeHead(url?.includes('busy') ? 503 : 500, { 'x-of': 'ghost' }).end('of ghost');
  });
  for (const path of ['/busy/', '/ghost/busy/']) {
    const { text, headers } = await ask(path);
    assert.deepEqual([text, headers['x-of']], ['away', undefined], path);
  }
  assert.deepEqual([(await ask('/ghost/')).status, (await ask('/ghost/')).text], [500, 'of ghost']);
});

test('a reader of what has expired gets that, and not the page', async (t) => {
  const { ask, away } = await blog(t, (_incoming, outgoing) =>
    outgoing.writeHead(200, { 'cache-control': 'public, max-age=0' }).end('a post'),
  );
  await ask('/post/');
  away();
  assert.deepEqual([(await ask('/post/')).status, (await ask('/post/')).text], [200, 'a post']);
  assert.equal((await ask('/another-post/')).status, 503);
});

test('a page that is not there leaves viewers with the answer of its own origin', async (t) => {
  const { ask } = await blog(t, undefined, noObject);
  for (const path of ['/', '/ghost/']) assert.equal((await ask(path)).status, 403, path);
});

test('the page is read from its bucket once', async (t) => {
  let reads = 0;
  const { ask } = await blog(t, undefined, async (bucket, key) => {
    reads += 1;
    return { ...(await written(bucket, key)), headers: { ...html, 'cache-control': 'max-age=60' } };
  });
  for (const path of ['/', '/ghost/', '/.away/page.html']) await ask(path);
  assert.equal(reads, 1);
});

test('who opens the page itself gets it as what it is', async (t) => {
  const { ask } = await blog(t);
  const { status, text } = await ask('/.away/page.html');
  assert.deepEqual([status, text], [200, 'away']);
});
