import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { compressed } from './cache/compression.ts';
import { viewerHas } from './cache/conditions.ts';
import type { EdgeCache, Served } from './cache/edge-cache.ts';
import { acceptedEncodings, cacheKey } from './cache/key.ts';
import { partOf } from './cache/range.ts';
import type { Answer } from './cache/store.ts';
import { originHeaders, originPath, type Viewer, viewerHeaders } from './headers.ts';
import { callOrigin, originError, type Way } from './origin-call.ts';
import { printable, REASON_HEADER, refuse } from './refusal.ts';
import type { Behavior } from './rules.ts';

/** Of a viewer's request, what would have the origin leave out what the cache needs. */
const FOR_THE_CACHE = ['range', 'if-range', 'if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since'];

/** Answers a GET or HEAD by the cache. The origin is always asked for the whole object. */
export async function serveCached(
  method: string,
  answer: ServerResponse,
  viewer: Viewer,
  behavior: Behavior,
  { cache, way }: { readonly cache: EdgeCache; readonly way: Way },
): Promise<void> {
  const { cachePolicy, errorTimes: errors } = behavior;
  const { ttl } = cachePolicy;
  if (ttl === undefined) throw new TypeError(`${behavior.pattern} has no cache`);
  const path = originPath(viewer.url, behavior);
  const key = cacheKey(viewer.url, viewer.headers, cachePolicy);
  const encodings = behavior.compress ? acceptedEncodings(viewer.headers, cachePolicy) : undefined;
  const ask = async (conditions: OutgoingHttpHeaders) => {
    const headers = { ...questionHeaders(viewer, behavior), ...conditions };
    return compressed(await askOrigin({ path, headers }, behavior, way), encodings);
  };
  send(method, answer, viewer, behavior, await cache.get(key, { ttl, errors }, ask));
}

/** What goes to the origin, without what belongs to this viewer's copy of the object alone. */
function questionHeaders(viewer: Viewer, behavior: Behavior): OutgoingHttpHeaders {
  const all = Object.entries(originHeaders(viewer, behavior));
  return Object.fromEntries(all.filter(([name]) => !FOR_THE_CACHE.includes(name)));
}

/** The origin's answer, whole; an error of CloudFront's own when there is none, or when it breaks off. */
async function askOrigin(
  { path, headers }: { readonly path: string; readonly headers: OutgoingHttpHeaders },
  { origin }: Behavior,
  way: Way,
): Promise<Answer> {
  try {
    const call = await callOrigin(origin, way, { method: 'GET', path, headers });
    return await new Promise<Answer>((resolve, reject) => {
      call.once('error', reject);
      call.once('response', async (response) => {
        try {
          const body = Buffer.concat(await response.toArray());
          resolve({ status: response.statusCode ?? 502, headers: response.headers, body });
        } catch (error) {
          reject(error);
        }
      });
      call.end();
    });
  } catch (error) {
    const { status, message } = originError(error, origin.id);
    return { status, headers: {}, body: Buffer.alloc(0), reason: message };
  }
}

function send(method: string, answer: ServerResponse, viewer: Viewer, behavior: Behavior, served: Served): void {
  const { status, headers: given, body, reason } = served.answer;
  if (status >= 400 && reason !== undefined) {
    refuse(answer, status, reason);
    return;
  }
  if (reason !== undefined) answer.setHeader(REASON_HEADER, printable(reason));
  const { 'content-length': _, ...headers }: OutgoingHttpHeaders = {
    ...viewerHeaders(given, behavior.addedHeaders),
    'x-cache': `${served.found} from cloudfront`,
    ...(served.age === undefined ? {} : { age: String(served.age) }),
  };
  if (status === 200 && viewerHas(viewer.headers, given)) {
    answer.writeHead(304, headers).end();
    return;
  }
  const part = status === 200 ? partOf(body, viewer.headers.range) : undefined;
  const sent = part?.body ?? body;
  const range = part ? { 'content-range': part.contentRange } : {};
  answer.writeHead(part ? 206 : status, { ...headers, ...range, 'content-length': sent.length });
  answer.end(method === 'HEAD' ? undefined : sent);
}
