import { createHash } from 'node:crypto';
import { FLUX_NAMESPACE, WEBHOOK_RECEIVER } from '../../lib/names.ts';

/**
 * The path at which Flux's Receiver listens. Flux makes it of the token, the Receiver's name and its namespace; it is
 * computed here because the Kubernetes API, which also tells it, is private.
 * @see https://fluxcd.io/flux/components/notification/receivers/#webhook-path
 */
export function receiverPath(token: string): string {
  return `/hook/${createHash('sha256').update(`${token}${WEBHOOK_RECEIVER}${FLUX_NAMESPACE}`).digest('hex')}`;
}

/** True for the path of any Receiver. */
export const isReceiverPath = (path: string): boolean => /^\/hook\/[0-9a-f]{64}$/.test(path);
