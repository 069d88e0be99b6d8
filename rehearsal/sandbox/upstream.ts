import {
  createServer,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { listen } from '../shared/listen.ts';

/** How long the real registry may take to say that it is there, in milliseconds. */
const PROBE = 3000;

/** Longest answer of the real registry, in milliseconds. */
const TIMEOUT_MS = 300_000;

/** Headers that belong to one connection, or to an encoding that fetch has undone, and are not passed on. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-encoding'];

/** Hosts whose requests may leave the sandbox, each with the URL that answers for it outside. */
export type Upstreams = Readonly<Record<string, string>>;

/** Which of the registries answer as registries do. Asked outside the sandbox, because nothing inside reaches the world. */
export async function reachable(registries: readonly string[]): Promise<Upstreams> {
  const answers = await Promise.all(
    registries.map(async (host) => ((await isRegistry(host)) ? [[host, `https://${host}`]] : [])),
  );
  return Object.fromEntries(answers.flat());
}

async function isRegistry(host: string): Promise<boolean> {
  try {
    const { status } = await fetch(`https://${host}/v2/`, { signal: AbortSignal.timeout(PROBE) });
    return status === 200 || status === 401; // 401 asks for a token, which anybody gets
  } catch {
    return false;
  }
}

/**
 * Runs outside the sandbox, on a socket that the inside can open: passes requests for `upstreams` on to the real ones,
 * follows their redirects (blobs live elsewhere), and refuses every other host and whatever does not only read.
 */
export async function openUpstream(socket: string, upstreams: Upstreams): Promise<Server> {
  const server = createServer((request, response) => {
    passOn(request, response, upstreams).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502);
      response.end(String(error));
    });
  });
  return await listen(server, socket);
}

async function passOn(request: IncomingMessage, response: ServerResponse, upstreams: Upstreams): Promise<void> {
  const url = upstreams[request.headers.host ?? ''];
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (url === undefined || !reads) {
    response.writeHead(url === undefined ? 403 : 405);
    response.end();
    return;
  }
  const { authorization, accept } = request.headers;
  const answer = await fetch(below(url, request.url ?? '/'), {
    method: request.method,
    headers: { ...(authorization ? { authorization } : {}), ...(accept ? { accept } : {}) },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const dropped = answer.headers.has('content-encoding') ? [...OF_THE_CONNECTION, 'content-length'] : OF_THE_CONNECTION;
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !dropped.includes(name)));
  response.writeHead(answer.status, headers);
  if (answer.body) await pipeline(Readable.fromWeb(answer.body), response);
  else response.end();
}

/** The URL of a path at an upstream. A path that an answer of it named may begin with its own folder already. */
export function below(upstream: string, path: string): string {
  const { origin, pathname } = new URL(upstream);
  const folder = pathname.replace(/\/$/, '');
  return `${origin}${path.startsWith(`${folder}/`) ? '' : folder}${path}`;
}

/** Runs inside the sandbox: hands a request to the socket and its answer back. */
export async function forward(request: IncomingMessage, response: ServerResponse, socket: string): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { method, url, headers } = request;
    const outgoing = openRequest({ socketPath: socket, method, path: url, headers, timeout: TIMEOUT_MS }, resolve);
    outgoing.on('error', reject);
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    outgoing.end();
  });
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
}
