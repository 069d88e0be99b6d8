import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readPage } from '../../../../cli/verify/observe/reader.ts';
import { readDocument } from '../../../support/documents.ts';
import { type Answer, FakeServer } from '../fakes/http.ts';

const servers: FakeServer[] = [];
after(() => {
  for (const server of servers) server.stop();
});

async function answering(answer: Answer): Promise<FakeServer> {
  const server = await FakeServer.start(() => answer);
  servers.push(server);
  return server;
}

describe('the front page', () => {
  test("is Ghost's when its generator says so", async () => {
    const body = '<html><head><meta content="Ghost 6.65" name="generator"></head></html>';
    const { url } = await answering({ body, type: 'text/html' });
    assert.deepEqual(await readPage(url), { url, status: 200, generator: 'Ghost 6.65' });
  });

  test('without a generator is not known to be Ghost', async () => {
    const { url } = await answering({ body: '<html></html>', type: 'text/html' });
    assert.deepEqual(await readPage(url), { url, status: 200 });
  });

  test('that redirects is a redirect, not the page it leads to', async () => {
    const { url } = await answering({ status: 301, body: '' });
    assert.equal((await readPage(url)).status, 301);
  });

  test("is known to be CloudFront's own when no origin answered", async () => {
    const own = { server: 'CloudFront', 'x-cache': 'Error from cloudfront' };
    const { url } = await answering({ status: 504, body: '', headers: own });
    assert.deepEqual(await readPage(url), { url, status: 504, edge: true });
  });

  test('is known to be the page that CloudFront shows when Ghost is away, which a bucket answers', async () => {
    const headers = { server: 'AmazonS3', 'x-cache': 'Error from cloudfront' };
    const { url } = await answering({ status: 503, body: readDocument('lib/constructs/away.html'), headers });
    assert.deepEqual(await readPage(url), { url, status: 503, edge: true });
  });

  test("is the origin's when CloudFront only passes its error on", async () => {
    const { url } = await answering({ status: 503, body: '', headers: { 'x-cache': 'Error from cloudfront' } });
    assert.deepEqual(await readPage(url), { url, status: 503 });
  });

  test('is asked for past the cache', async () => {
    const server = await answering({ body: '' });
    await readPage(server.url);
    assert.match(server.requests[0]?.url.search ?? '', /^\?verify=\d+$/);
  });

  test('that nobody serves gives the reason', async () => {
    const server = await answering({ body: '' });
    server.stop();
    assert.match((await readPage(server.url)).error ?? '', /ECONNREFUSED/);
  });
});
