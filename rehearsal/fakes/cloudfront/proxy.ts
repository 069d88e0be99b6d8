import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgeCache } from './cache/edge-cache.ts';
import { serveCached, serveErrorPage } from './cached.ts';
import { decide, type Surroundings } from './decision.ts';
import { originHeaders, originPath, type Viewer, viewerHeaders } from './headers.ts';
import { callOrigin, originError, SilentOrigin, triesOf, type Way } from './origin-call.ts';
import { refuse } from './refusal.ts';
import { type Behavior, type Forwarded, isForwarded } from './rules.ts';
import type { Outcome } from './viewer-function.ts';

/** An edge location: what it was told, how it reaches the origins, and what it keeps. */
export interface Edge extends Surroundings {
  readonly way: Way;
  readonly cache: EdgeCache;
}

/**
 * A fake of CloudFront and VPC origins: answers one request of a viewer. Not emulated: HTTP/2 and 3, and security groups.
 */
export function serve(viewer: IncomingMessage, answer: ServerResponse, secure: boolean, edge: Edge): void {
  const { method = 'GET', url = '/' } = viewer;
  const { host = '', 'content-length': length = '0', 'transfer-encoding': encoding } = viewer.headers;
  const hasBody = Number(length) > 0 || encoding !== undefined;
  const decision = decide({ method, url, host: host.split(':')[0] ?? '', secure, hasBody }, edge);
  if (decision.kind === 'pass') {
    void pass(viewer, answer, decision.behavior, edge);
    return;
  }
  viewer.resume();
  if (decision.kind === 'refuse') refuse(answer, decision.status, decision.reason);
  else {
    const headers = { location: decision.location, 'x-cache': 'Redirect from cloudfront', 'content-length': 0 };
    answer.writeHead(decision.status, headers).end();
  }
}

async function pass(viewer: IncomingMessage, answer: ServerResponse, behavior: Behavior, edge: Edge): Promise<void> {
  const { url = '/', headers: sent, method = 'GET' } = viewer;
  const address = viewer.socket.remoteAddress ?? '';
  const seen: Viewer = { url, headers: sent, address, requestId: randomBytes(12).toString('hex') };
  const outcome = outcomeOf(behavior, seen);
  if (outcome.kind === 'request') {
    const asked = { ...seen, url: outcome.url, headers: outcome.headers };
    const cached = behavior.cachePolicy.ttl !== undefined && ['GET', 'HEAD'].includes(method);
    if (!cached && isForwarded(behavior)) return await passOn(viewer, answer, asked, behavior, edge);
    viewer.resume();
    return await serveCached(method, answer, asked, behavior, edge);
  }
  viewer.resume();
  if (outcome.kind === 'failed') return refuse(answer, 503, outcome.reason);
  answer
    .writeHead(outcome.status, { ...outcome.headers, 'x-cache': 'FunctionGeneratedResponse from cloudfront' })
    .end();
}

/** Passes a request on as it comes, and the answer as it comes. */
async function passOn(
  viewer: IncomingMessage,
  answer: ServerResponse,
  asked: Viewer,
  behavior: Forwarded,
  edge: Edge,
): Promise<void> {
  const { method = 'GET' } = viewer;
  const question = {
    method,
    path: originPath(asked.url, behavior),
    headers: originHeaders(asked, behavior),
  };
  let tries = triesOf(method, behavior.origin);
  const failed = (error: unknown) => {
    tries -= 1;
    if (tries > 0 && error instanceof SilentOrigin && !answer.headersSent && !answer.destroyed) return void ask();
    viewer.resume();
    const { status, message } = originError(error, behavior.origin.id);
    const instead = behavior.errorPages.get(status);
    if (answer.headersSent) answer.destroy();
    else if (instead) void serveErrorPage({ method, answer, viewer: asked, reason: message }, instead, edge);
    else refuse(answer, status, message);
  };
  const ask = async () => {
    try {
      const call = await callOrigin(behavior.origin, edge.way, question);
      call.once('response', (response) => {
        const instead = behavior.errorPages.get(response.statusCode ?? 502);
        if (instead) {
          response.resume();
          void serveErrorPage({ method, answer, viewer: asked, reason: undefined }, instead, edge);
          return;
        }
        const headers = viewerHeaders(response.headers, behavior.addedHeaders);
        answer.writeHead(response.statusCode ?? 502, { ...headers, 'x-cache': 'Miss from cloudfront' });
        response.pipe(answer);
        response.once('error', () => answer.destroy());
      });
      call.once('error', failed);
      answer.once('close', () => call.destroy());
      if (answer.destroyed) call.destroy(); // the viewer went while CloudFront was connecting
      // What reads has no body, so that it can be sent again.
      if (viewer.readableEnded) call.end();
      else viewer.pipe(call);
    } catch (error) {
      failed(error);
    }
  };
  await ask();
}

/** What the behavior's function makes of the request, or that it failed. */
function outcomeOf(behavior: Behavior, viewer: Viewer): Outcome | { readonly kind: 'failed'; readonly reason: string } {
  try {
    return behavior.viewerFunction(viewer);
  } catch (error) {
    return { kind: 'failed', reason: `the function of ${behavior.pattern} failed: ${String(error)}` };
  }
}
