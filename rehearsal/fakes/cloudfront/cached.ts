import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { compressed } from './cache/compression.ts';
import { viewerHas } from './cache/conditions.ts';
import type { EdgeCache, Served } from './cache/edge-cache.ts';
import { acceptedEncodings, cacheKey } from './cache/key.ts';
import { partOf } from './cache/range.ts';
import type { Answer } from './cache/store.ts';
import type { ErrorPage } from './error-responses.ts';
import { originHeaders, originPath, type Viewer, viewerHeaders } from './headers.ts';
import { callOrigin, originError, SilentOrigin, triesOf, type Way } from './origin-call.ts';
import { matchesPattern } from './path-pattern.ts';
import { printable, REASON_HEADER, refuse } from './refusal.ts';
import { type Behavior, type Forwarded, isForwarded } from './rules.ts';

/** Of a viewer's request, what would have the origin leave out what the cache needs. */
const FOR_THE_CACHE = ['range', 'if-range', 'if-none-match', 'if-modified-since', 'if-match', 'if-unmodified-since'];

/** What an edge location answers from. */
interface Sources {
  readonly behaviors: readonly Behavior[];
  readonly cache: EdgeCache;
  readonly way: Way;
}

/** Answers a GET or HEAD by the cache. */
export async function serveCached(
  method: string,
  answer: ServerResponse,
  viewer: Viewer,
  behavior: Behavior,
  sources: Sources,
): Promise<void> {
  const served = await load(viewer, behavior, sources);
  const { status, reason } = served.answer;
  const instead = behavior.errorPages.get(status);
  if (instead === undefined) send(method, answer, viewer, behavior, served);
  else await serveErrorPage({ method, answer, viewer, reason }, instead, sources);
}

/** An error that a viewer shall not see. */
interface Failed {
  readonly method: string;
  readonly answer: ServerResponse;
  readonly viewer: Viewer;
  /** Why CloudFront has no answer of the origin; undefined when the origin itself answers with the error. */
  readonly reason: string | undefined;
}

/**
 * Answers with the page that the distribution has for an error; with the status of the page's origin when that has none, either.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages.html
 * Which behavior's headers the page gets, the documents leave open: here those of the behavior that its path leads to.
 */
export async function serveErrorPage(
  { method, answer, viewer, reason }: Failed,
  { path, status }: ErrorPage,
  sources: Sources,
): Promise<void> {
  const behavior = sources.behaviors.find(({ pattern }) => matchesPattern(pattern, path));
  if (!behavior) return refuse(answer, 502, `no behavior leads to the page ${path}`);
  const { 'accept-encoding': encodings } = viewer.headers;
  const alone: Viewer = { ...viewer, url: path, headers: encodings ? { 'accept-encoding': encodings } : {} };
  const { answer: page } = await load(alone, behavior, sources);
  if (reason !== undefined) answer.setHeader(REASON_HEADER, printable(reason));
  send(method, answer, alone, behavior, {
    answer: { ...page, status: page.status < 400 ? status : page.status },
    found: 'Error',
  });
}

/** The object that a viewer asks for, out of the cache or from the origin, which is always asked for the whole. */
async function load(viewer: Viewer, behavior: Behavior, { cache, way }: Sources): Promise<Served> {
  const { cachePolicy, errorTimes: errors } = behavior;
  const { ttl } = cachePolicy;
  if (ttl === undefined) throw new TypeError(`${behavior.pattern} has no cache`);
  const path = originPath(viewer.url, behavior);
  const key = cacheKey(viewer.url, viewer.headers, cachePolicy);
  const encodings = behavior.compress ? acceptedEncodings(viewer.headers, cachePolicy) : undefined;
  const ask = async (conditions: OutgoingHttpHeaders) => {
    if (!isForwarded(behavior)) return await way.object(behavior.origin.bucket, path.slice(1));
    const headers = { ...questionHeaders(viewer, behavior), ...conditions };
    return await askOrigin({ path, headers }, behavior, way);
  };
  const inTheEncoding = async (conditions: OutgoingHttpHeaders) => compressed(await ask(conditions), encodings);
  return await cache.get(key, { ttl, errors }, inTheEncoding);
}

/** What goes to the origin, without what belongs to this viewer's copy of the object alone. */
function questionHeaders(viewer: Viewer, behavior: Forwarded): OutgoingHttpHeaders {
  const all = Object.entries(originHeaders(viewer, behavior));
  return Object.fromEntries(all.filter(([name]) => !FOR_THE_CACHE.includes(name)));
}

interface Question {
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
}

/** The origin's answer, whole; an error of CloudFront's own when there is none, or when it breaks off. */
async function askOrigin(question: Question, { origin }: Forwarded, way: Way): Promise<Answer> {
  for (let tries = triesOf('GET', origin); ; tries -= 1) {
    try {
      return await askOnce(question, origin, way);
    } catch (error) {
      if (tries > 1 && error instanceof SilentOrigin) continue;
      const { status, message } = originError(error, origin.id);
      return { status, headers: {}, body: Buffer.alloc(0), reason: message };
    }
  }
}

async function askOnce({ path, headers }: Question, origin: Forwarded['origin'], way: Way): Promise<Answer> {
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
