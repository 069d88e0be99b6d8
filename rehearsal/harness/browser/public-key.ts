import { createHash } from 'node:crypto';
import { connect } from 'node:tls';

/** Longest wait for a handshake, in milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * The hash of a server's public key, as Chromium's `--ignore-certificate-errors-spki-list` takes it: SHA-256 of the
 * key in DER, base64. A browser that gets it trusts this server and nobody else beside its own authorities.
 * @param site - URL of a server over TLS
 * @param authority - PEM of the authority that must vouch for it
 * @throws the handshake's error when the authority does not vouch, or nobody answers
 */
export function publicKeyHash(site: URL, authority: string): Promise<string> {
  const host = site.hostname;
  return new Promise((resolve, reject) => {
    const names = /^[\d.]+$/.test(host) ? {} : { servername: host };
    const socket = connect({ host, port: Number(site.port || 443), ca: authority, ...names });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`${site.host} did not answer`)));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
      socket.destroy();
      if (key) resolve(createHash('sha256').update(key).digest('base64'));
      else reject(new Error(`${site.host} has shown no certificate`));
    });
  });
}
