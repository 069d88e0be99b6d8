import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selfMadeCertificate } from '../github/certificate.ts';
import { startListener } from '../github/listener.ts';
import { visitorOf } from './visitor.ts';

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
