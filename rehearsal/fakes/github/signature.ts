import { createHmac } from 'node:crypto';

/** How deliveries are signed: as GitHub does, with another secret, or not at all. The last two are for faults. */
export type Signing = 'right' | 'wrong' | 'missing';

/**
 * The headers by which a receiver knows that a body comes from GitHub. GitHub sends the old SHA-1 one as well.
 * @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signatureHeaders(secret: string | undefined, body: string, signing: Signing): Record<string, string> {
  if (secret === undefined || signing === 'missing') return {};
  const key = signing === 'right' ? secret : `not ${secret}`;
  const digest = (algorithm: string) => createHmac(algorithm, key).update(body).digest('hex');
  return { 'X-Hub-Signature': `sha1=${digest('sha1')}`, 'X-Hub-Signature-256': `sha256=${digest('sha256')}` };
}
