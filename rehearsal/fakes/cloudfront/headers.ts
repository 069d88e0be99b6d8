import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { acceptedEncodings } from './cache/key.ts';
import type { AddedHeader } from './response-headers.ts';
import type { Behavior, Forwarded } from './rules.ts';

/** Headers between two neighbours, which no proxy passes on. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
];

/** What belongs to the body or to a part of it goes along, whatever the policies say. */
const WITH_THE_BODY = [
  'content-length',
  'content-type',
  'transfer-encoding',
  'range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'if-range',
];

/** What a viewer sent. */
export interface Viewer {
  readonly headers: IncomingHttpHeaders;
  /** Path with query string. */
  readonly url: string;
  readonly address: string;
  /** Names the request in logs. */
  readonly requestId: string;
}

/** The headers that CloudFront sends to the origin for a viewer's request. */
export function originHeaders(viewer: Viewer, { cachePolicy, forwarding, origin }: Forwarded): OutgoingHttpHeaders {
  const forwarded = Object.entries(viewer.headers).filter(
    ([name]) =>
      !HOP_BY_HOP.includes(name) && name !== 'cookie' && (WITH_THE_BODY.includes(name) || forwarding.header(name)),
  );
  const cookies = (viewer.headers.cookie ?? '')
    .split(/;\s*/)
    .filter((cookie) => cookie !== '' && forwarding.cookie(cookie.split('=')[0] ?? ''));
  const seen = viewer.headers['x-forwarded-for'];
  const encodings = acceptedEncodings(viewer.headers, cachePolicy);
  return {
    host: origin.host,
    'user-agent': 'Amazon CloudFront',
    ...Object.fromEntries(forwarded),
    ...(cookies.length > 0 ? { cookie: cookies.join('; ') } : {}),
    'x-forwarded-for': [...(seen ? [seen] : []), viewer.address].join(', '),
    'x-amz-cf-id': viewer.requestId,
    via: '1.1 rehearsal.cloudfront.net (CloudFront)',
    ...(encodings ? { 'accept-encoding': encodings } : {}),
    ...origin.customHeaders,
  };
}

/** The path and query string that CloudFront sends to the origin. */
export function originPath(url: string, { forwarding }: Behavior): string {
  const [path = '/', query] = split(url, '?');
  if (query === undefined) return path;
  // Parts are kept as they were written: origins may sign or compare them.
  const kept = query.split('&').filter((part) => forwarding.query(split(part, '=')[0]));
  return kept.length > 0 ? `${path}?${kept.join('&')}` : path;
}

/** The headers of the answer, as the viewer gets them; how it was found is for the caller to say. */
export function viewerHeaders(headers: IncomingHttpHeaders, added: readonly AddedHeader[]): OutgoingHttpHeaders {
  const passed = Object.entries(headers).filter(([name]) => ![...HOP_BY_HOP, 'transfer-encoding'].includes(name));
  const result: OutgoingHttpHeaders = Object.fromEntries(passed);
  for (const { name, value, override } of added) {
    if (override || result[name] === undefined) result[name] = value;
  }
  return result;
}

function split(text: string, at: string): [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
