import { matchesPattern } from './path-pattern.ts';
import type { Behavior } from './rules.ts';

/** What a decision depends on. */
export interface Surroundings {
  readonly behaviors: readonly Behavior[];
  /** Host names that the distribution answers to. */
  readonly hosts: readonly string[];
}

/** A viewer's request line, its Host, and whether it came over TLS. */
export interface Asked {
  readonly method: string;
  /** Path with query string. */
  readonly url: string;
  readonly host: string;
  readonly secure: boolean;
  readonly hasBody: boolean;
}

export type Decision =
  | { readonly kind: 'refuse'; readonly status: number; readonly reason: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'pass'; readonly behavior: Behavior };

/** What CloudFront does with a request, before any byte goes to the origin. */
export function decide({ method, url, host, secure, hasBody }: Asked, around: Surroundings): Decision {
  const path = url.split('?')[0] ?? '/';
  const behavior = around.behaviors.find(({ pattern }) => matchesPattern(pattern, path));
  if (!around.hosts.includes(host)) return refuse(403, `no distribution answers to ${host}`);
  if (!behavior) return refuse(403, 'no behavior matches');
  const { viewerProtocol, methods } = behavior;
  if (!secure && viewerProtocol === 'https-only') return refuse(403, `HTTPS only for ${behavior.pattern}`);
  if (!secure && viewerProtocol === 'redirect-to-https') {
    // 307 keeps the method of a request that carries a body.
    const status = ['GET', 'HEAD'].includes(method) ? 301 : 307;
    return { kind: 'redirect', status, location: `https://${host}${url}` };
  }
  if (!methods.includes(method)) return refuse(403, `${method} is not allowed for ${behavior.pattern}`);
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustom-get-body
  if (hasBody && method === 'GET') return refuse(403, 'a GET has no body');
  return { kind: 'pass', behavior };
}

function refuse(status: number, reason: string): Decision {
  return { kind: 'refuse', status, reason };
}
