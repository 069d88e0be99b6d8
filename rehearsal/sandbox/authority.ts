import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PreconditionError } from '../shared/errors.ts';
import { run } from '../shared/process/run.ts';
import { coverFile } from './mounts.ts';

/** Where Debian and Ubuntu keep the authorities that programs trust. */
export const TRUST_STORE = '/etc/ssl/certs/ca-certificates.crt';

const KEY = ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out'];
const openssl = (...args: string[]) => run('openssl', args, { seconds: 30 });

/** A certificate and its private key: paths of PEM files. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

export interface Subject {
  readonly commonName: string;
  readonly organization?: string;
  /** Host names and IPv4 addresses that a server's certificate is for; none for a client's. */
  readonly hosts?: readonly string[];
}

/** A certificate authority that lives as long as the sandbox, and that everything in the sandbox trusts. */
export class Authority {
  readonly folder: string;
  /** The authority's own certificate. */
  readonly certificate: string;

  constructor(folder: string) {
    this.folder = folder;
    this.certificate = join(folder, 'ca.crt');
  }

  /** Makes the authority's key and certificate. */
  static async create(folder: string, name: string): Promise<Authority> {
    const authority = new Authority(folder);
    await mkdir(folder, { recursive: true });
    await openssl(...KEY, join(folder, 'ca.key'));
    const usage = 'keyUsage=critical,keyCertSign,cRLSign';
    const basics = ['-extensions', 'v3_ca', '-addext', usage, '-subj', `/CN=${name}`, '-days', '30'];
    await openssl('req', '-x509', '-new', '-key', join(folder, 'ca.key'), '-out', authority.certificate, ...basics);
    return authority;
  }

  /** Issues a certificate: for a server when the subject has hosts, else for a client. */
  async issue(name: string, subject: Subject): Promise<Certificate> {
    const path = (suffix: string) => join(this.folder, `${name}.${suffix}`);
    const organization = subject.organization ? `/O=${subject.organization}` : '';
    await openssl(...KEY, path('key'));
    const subjectName = `${organization}/CN=${subject.commonName}`;
    await openssl('req', '-new', '-key', path('key'), '-out', path('csr'), '-subj', subjectName);
    await writeFile(path('ext'), extensions(subject.hosts));
    const serial = `0x${randomBytes(16).toString('hex')}`;
    const signer = ['-CA', this.certificate, '-CAkey', join(this.folder, 'ca.key'), '-set_serial', serial];
    const signed = ['-days', '30', '-extfile', path('ext'), '-out', path('crt')];
    await openssl('x509', '-req', '-in', path('csr'), ...signer, ...signed);
    return { certificate: path('crt'), key: path('key') };
  }

  /** Makes every program in the sandbox trust it, and returns the file that holds the whole trust store. */
  async spread(): Promise<string> {
    if (!existsSync(TRUST_STORE)) {
      throw new PreconditionError(`${TRUST_STORE} is missing`, { help: 'apt-get install ca-certificates' });
    }
    const text = `${readFileSync(TRUST_STORE, 'utf8')}\n${readFileSync(this.certificate, 'utf8')}`;
    return await coverFile(TRUST_STORE, 'trust.crt', text);
  }
}

/** Names the key and its issuer's: Python 3.13 and newer refuse a certificate without. */
const KEY_NAMES = 'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n';

/** The X.509 extensions of a certificate, as openssl reads them. */
export function extensions(hosts: readonly string[] | undefined): string {
  if (!hosts || hosts.length === 0) return `${KEY_NAMES}extendedKeyUsage=clientAuth\n`;
  const names = hosts.map((host) => `${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`);
  return `${KEY_NAMES}extendedKeyUsage=serverAuth\nsubjectAltName=${names.join(',')}\n`;
}
