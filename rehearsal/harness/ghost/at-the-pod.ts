import { GHOST_PORT } from '../../../lib/names.ts';
import type { Settings } from '../../../lib/settings.ts';
import { type Visitor, visitorOf } from '../../fakes/cloudfront/visitor.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';

/**
 * Somebody who asks one pod, past CloudFront, from where the load balancer asks.
 * @param address of the pod
 */
export function visitorAt(address: string, { SITE_HOST }: Pick<Settings, 'SITE_HOST'>): Visitor {
  const visit = visitorOf(`http://${address}:${GHOST_PORT}`, { from: ADDRESSES.loadBalancer });
  const headers = { host: SITE_HOST, 'x-forwarded-proto': 'https' };
  return (path, asked = {}) => visit(path, { ...asked, headers: { ...headers, ...asked.headers } });
}
