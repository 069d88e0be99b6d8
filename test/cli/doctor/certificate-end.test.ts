import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createServer } from 'node:tls';
import { certificateEnd } from '../../../cli/doctor/certificate-end.ts';
import { certificate } from '../connect/scene.ts';

const { key, certificate: cert } = certificate;

/** A host with a certificate that no browser trusts. */
async function withHost<T>(use: (host: string) => Promise<T>): Promise<T> {
  const server = createServer({ key, cert }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
  }
}

test('the end of a certificate is read also where no browser would trust it', async () => {
  const end = await withHost(certificateEnd);
  assert.deepEqual(end, new Date(new X509Certificate(cert).validTo));
});

test('a host that does not answer has no certificate', async () => {
  const gone = await withHost(async (host) => host);
  await assert.rejects(certificateEnd(gone), { code: 'ECONNREFUSED' });
});
