import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';

/** A certificate authority made for this run, and a server certificate that it signed. */
export interface Certificates {
  /** PEM. */
  readonly authority: string;
  /** Path of the server's certificate. */
  readonly certificate: string;
  /** Path of the server's key. */
  readonly key: string;
}

/** Makes an authority, and a certificate for one host name. Both are valid for two days. */
export async function makeCertificates(folder: string, host: string): Promise<Certificates> {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => run('openssl', args, { timeout: 60 });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...ec,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '2',
    '-subj',
    '/CN=onemerge rehearsal',
  );
  await openssl('req', ...ec, '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', `/CN=${host}`);
  writeFileSync(at('names'), `subjectAltName=DNS:${host}\n`);
  await openssl(
    'x509',
    '-req',
    '-in',
    at('server.csr'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-out',
    at('server.pem'),
    '-days',
    '2',
    '-extfile',
    at('names'),
  );
  return { authority: readFileSync(at('ca.pem'), 'utf8'), certificate: at('server.pem'), key: at('server.key') };
}
