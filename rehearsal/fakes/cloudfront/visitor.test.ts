import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { listen } from '../../shared/listen.ts';
import { selfMadeCertificate } from '../github/certificate.ts';
import { startListener } from '../github/listener.ts';
import { pastTheCache, visitorOf } from './visitor.ts';

test('a visitor trusts whom it is told to, and gives the status as it is', async () => {
  const tls = selfMadeCertificate();
  const site = await startListener(tls, ({ path }) => (path === '/moved/' ? 301 : 200));
  try {
    const visit = visitorOf(site.url, { authority: tls.certificate });
    assert.equal((await visit('/moved/')).status, 301);
    await visit('/posts/', { method: 'POST', headers: { origin: site.url }, body: 'é' });
    const heard = site.heard.at(-1);
    assert.deepEqual([heard?.method, heard?.body, heard?.headers['content-length']], ['POST', 'é', '2']);
    await assert.rejects(visitorOf(site.url, { authority: selfMadeCertificate().certificate })('/'));
  } finally {
    site.close();
  }
});

test('a visitor on a slow connection sends the second half of a body after a pause, over plain HTTP too', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const parts: string[] = [];
  const site = createServer((request, response) => {
    request.on('data', (part: Buffer) => parts.push(part.toString()));
    request.once('data', () => {
      t.mock.timers.tick(199);
      parts.push('the pause is nearly over');
      t.mock.timers.tick(1);
    });
    request.once('end', () => response.end('taken'));
  });
  await listen(site, { port: 0, host: '127.0.0.1' });
  try {
    const visit = visitorOf(`http://127.0.0.1:${(site.address() as AddressInfo).port}`, {});
    const { status, body } = await visit('/', { method: 'POST', body: 'abcd', pause: 0.2 });
    assert.deepEqual([status, body.toString()], [200, 'taken']);
    assert.deepEqual(parts, ['ab', 'the pause is nearly over', 'cd']);
  } finally {
    site.close();
  }
});

test('a path past the cache is new each time, and keeps its query, unless Ghost would take it for a name', () => {
  assert.equal(pastTheCache('/content/images/size/w600/a.png'), '/content/images/size/w600/a.png');
  assert.notEqual(pastTheCache('/a/'), pastTheCache('/a/'));
  assert.match(pastTheCache('/a.css?v=1'), /^\/a\.css\?v=1&past=/);
});
