import type { IncomingHttpHeaders } from 'node:http';
import type { CachePolicy } from './policy.ts';

/**
 * What CloudFront makes of a viewer's `Accept-Encoding`: the encodings that the policy keeps, in one order; undefined
 * when none of them is accepted.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html#cache-policy-compressed-objects
 */
export function acceptedEncodings(headers: IncomingHttpHeaders, { encodings }: CachePolicy): string | undefined {
  const accepted = String(headers['accept-encoding'] ?? '')
    .split(',')
    .map((one) => one.split(';')[0]?.trim());
  const kept = encodings.filter((encoding) => accepted.includes(encoding));
  return kept.length > 0 ? kept.join(',') : undefined;
}

/**
 * Names the object that a request asks for: its path, and what the policy selects of query string, headers and cookies.
 * The method is no part of it: a HEAD is answered with the object of a GET.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html
 * @param url path with query string
 */
export function cacheKey(url: string, headers: IncomingHttpHeaders, policy: CachePolicy): string {
  const [path = '/', ...rest] = url.split('?');
  const query = parts(rest.join('?'), '&').filter(([name]) => policy.key.query(name));
  const cookies = parts(headers.cookie ?? '', ';').filter(([name]) => policy.key.cookie(name));
  const named = Object.entries(headers).filter(
    ([name]) => name !== 'cookie' && name !== 'accept-encoding' && policy.key.header(name),
  );
  return JSON.stringify([path, query, named.sort(), cookies.sort(), acceptedEncodings(headers, policy)]);
}

/** The path in a key with the query string that the policy selects, by which an invalidation finds it. */
export function urlOf(key: string): string {
  const [path, query] = JSON.parse(key) as [path: string, query: [name: string, part: string][]];
  return query.length > 0 ? `${path}?${query.map(([, part]) => part).join('&')}` : path;
}

/** Names with the whole part, as it was written. */
function parts(text: string, separator: string): [name: string, part: string][] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => [part.split('=')[0] ?? '', part]);
}
