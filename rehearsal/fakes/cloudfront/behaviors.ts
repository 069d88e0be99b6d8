import type { Way } from './origin-call.ts';
import type { Forwarded } from './rules.ts';

/** Forwards everything. */
export const ALL = { header: () => true, cookie: () => true, query: () => true };

/** Forwards nothing. */
export const NOTHING = { header: () => false, cookie: () => false, query: () => false };

/** A behavior of a blog's default, with what a test changes. */
export function behavior(changes: Partial<Forwarded> = {}): Forwarded {
  return {
    pattern: '*',
    methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    viewerProtocol: 'redirect-to-https',
    origin: {
      id: 'ghost',
      host: 'balancer.elb.amazonaws.com',
      customHeaders: { 'x-forwarded-proto': 'https' },
      targetGroupArn: 'arn:aws:example',
      connect: { attempts: 1, seconds: 10 },
      readTimeout: 5,
    },
    cachePolicy: { key: NOTHING, encodings: [], ttl: undefined },
    compress: false,
    errorTimes: new Map(),
    errorPages: new Map(),
    forwarding: ALL,
    viewerFunction: ({ url, headers }) => ({ kind: 'request', url, headers }),
    addedHeaders: [{ name: 'x-frame-options', value: 'SAMEORIGIN', override: true }],
    ...changes,
  };
}

/** Every bucket is empty, and says so as S3 does to who may not list it. */
export const noObject = async () => ({ status: 403, headers: {}, body: Buffer.alloc(0) });

/** A way on which a load balancer lets everything through, to these targets. */
export const wayTo = (targets: Way['targets'], object: Way['object'] = noObject): Way => ({
  targets,
  opened: () => undefined,
  from: undefined,
  object,
});
