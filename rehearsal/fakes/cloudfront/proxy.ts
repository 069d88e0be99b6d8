import { randomBytes } from 'node:crypto';
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type Decision, decide, type Surroundings } from './decision.ts';
import { originHeaders, originPath, type Viewer, viewerHeaders } from './headers.ts';
import type { Behavior } from './rules.ts';
import type { Outcome } from './viewer-function.ts';

/** Seconds that a connection to a target may take. */
const CONNECT_TIMEOUT = 10;

/** Why a request was not passed on; for people who read the rehearsal's answers and logs. */
export const REASON_HEADER = 'x-rehearsal-reason';

/**
 * A fake of CloudFront, VPC origins and the load balancer: answers one request of a viewer. Not emulated: the cache
 * (every request reaches the origin), compression, HTTP/2 and 3, security groups, and the balancer's health checks.
 * @param from - the address that targets see, that of the load balancer; undefined lets the system choose
 */
export function serve(
  viewer: IncomingMessage,
  answer: ServerResponse,
  secure: boolean,
  around: Surroundings,
  from?: string,
): void {
  const { method = 'GET', url = '/' } = viewer;
  const host = viewer.headers.host?.split(':')[0] ?? '';
  const decision = decide({ method, url, host, secure }, around);
  if (decision.kind === 'pass') {
    pass(viewer, answer, decision, from);
    return;
  }
  viewer.resume();
  if (decision.kind === 'refuse') refuse(answer, decision.status, decision.reason);
  else {
    const headers = { location: decision.location, 'x-cache': 'Redirect from cloudfront', 'content-length': 0 };
    answer.writeHead(decision.status, headers).end();
  }
}

function pass(
  viewer: IncomingMessage,
  answer: ServerResponse,
  { behavior, target }: Extract<Decision, { kind: 'pass' }>,
  from: string | undefined,
): void {
  const { url: asked = '/', headers: sent } = viewer;
  const seen = {
    url: asked,
    headers: sent,
    address: viewer.socket.remoteAddress ?? '',
    requestId: randomBytes(12).toString('hex'),
  };
  const outcome = outcomeOf(behavior, seen);
  if (outcome.kind === 'failed') {
    viewer.resume();
    refuse(answer, 503, outcome.reason);
    return;
  }
  if (outcome.kind === 'answer') {
    viewer.resume();
    answer
      .writeHead(outcome.status, { ...outcome.headers, 'x-cache': 'FunctionGeneratedResponse from cloudfront' })
      .end();
    return;
  }
  const { url, headers } = outcome;
  const call = request({
    host: target.address,
    port: target.port,
    ...(from ? { localAddress: from } : {}),
    method: viewer.method,
    path: originPath(url, behavior),
    headers: originHeaders({ ...seen, url, headers }, behavior),
    agent: false,
  });
  const late = limit(call, behavior.origin.readTimeout);
  call.once('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, viewerHeaders(response.headers, behavior.addedHeaders));
    response.pipe(answer);
    response.once('error', () => answer.destroy());
  });
  call.once('error', ({ message }) => {
    viewer.resume();
    if (answer.headersSent) answer.destroy();
    else if (late()) refuse(answer, 504, `${target.address}:${target.port} gave no answer in time`);
    else refuse(answer, 502, `${target.address}:${target.port}: ${message}`);
  });
  answer.once('close', () => call.destroy());
  viewer.pipe(call);
}

/** What the behavior's function makes of the request, or that it failed. */
function outcomeOf(behavior: Behavior, viewer: Viewer): Outcome | { readonly kind: 'failed'; readonly reason: string } {
  try {
    return behavior.viewerFunction(viewer);
  } catch (error) {
    return { kind: 'failed', reason: `the function of ${behavior.pattern} failed: ${String(error)}` };
  }
}

/** Ends a call that takes too long to connect or to send a byte, and says afterwards whether it did. */
function limit(call: ClientRequest, readTimeout: number): () => boolean {
  let late = false;
  const giveUp = () => {
    late = true;
    call.destroy();
  };
  const connecting = setTimeout(giveUp, CONNECT_TIMEOUT * 1000);
  call.once('socket', (socket) => socket.once('connect', () => clearTimeout(connecting)));
  call.once('close', () => clearTimeout(connecting));
  call.setTimeout(readTimeout * 1000, giveUp);
  return () => late;
}

function refuse(answer: ServerResponse, status: number, reason: string): void {
  answer.setHeader(REASON_HEADER, printable(reason)); // set apart, so that the log can read it
  answer.writeHead(status, { 'content-type': 'text/plain', 'x-cache': 'Error from cloudfront' });
  answer.end(`The request could not be satisfied: ${reason}\n`);
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
