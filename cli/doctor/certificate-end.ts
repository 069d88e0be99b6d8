import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect } from 'node:tls';

/** Longest wait for a handshake, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** Asks until when the certificate of a host holds. @throws Error when nobody answers */
export type CertificateEnd = (host: string) => Promise<Date>;

/**
 * By a TLS handshake, which is ended at once. Whether the certificate is one to trust is not asked: a browser's question is
 * asked by the check of the blog.
 * @param host with a port if it is not 443
 */
export const certificateEnd: CertificateEnd = async (host) => {
  const { hostname, port } = new URL(`https://${host}`);
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    ...(isIP(hostname) === 0 && { servername: hostname }), // which certificate is meant; no address may say so
    rejectUnauthorized: false, // one that has ended is to be told, too
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return new Date(socket.getPeerCertificate().valid_to);
  } finally {
    socket.destroy();
  }
};
