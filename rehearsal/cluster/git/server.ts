import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { Certificate } from '../../sandbox/authority.ts';
import { listen } from '../../shared/listen.ts';

/** Longest clone or push, in milliseconds. */
const TIMEOUT_MS = 120_000;

export interface GitServerOptions {
  readonly address: string;
  readonly certificate: Certificate;
  /** The folder below which repositories lie, at OWNER/NAME.git. */
  readonly repositories: string;
  readonly log: (line: string) => void;
  readonly refuse: Refuse;
}

/**
 * Whether a request is refused, and by which status; undefined when it may pass.
 * @param authorization the header of that name
 */
export type Refuse = (authorization: string | undefined, pushes: boolean) => 401 | 403 | undefined;

/** Git over HTTPS as GitHub serves it: `/OWNER/NAME` and `/OWNER/NAME.git`, clone and push. */
export async function startGitServer(options: GitServerOptions): Promise<Server> {
  const tls = { cert: readFileSync(options.certificate.certificate), key: readFileSync(options.certificate.key) };
  const server = createServer(tls, (request, response) => {
    answer(request, response, options).catch((error: unknown) => {
      options.log(`${request.url}: ${String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return await listen(server, { port: 443, host: options.address });
}

/** The path that git's own program expects: the repository's folder, whether or not the URL ends in `.git`. */
export function backendPath(path: string): string | undefined {
  const found = /^\/([A-Za-z0-9][\w.-]*)\/([A-Za-z0-9][\w.-]*?)(?:\.git)?(\/.*)$/.exec(path);
  return found && !path.includes('..') ? `/${found[1]}/${found[2]}.git${found[3]}` : undefined;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: GitServerOptions): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://github.com');
  const path = backendPath(url.pathname);
  // In every answer of GitHub, also where Git's program says nothing: so it is told from others.
  response.setHeader('x-github-request-id', randomUUID());
  response.on('finish', () => options.log(`${response.statusCode} ${request.method} ${request.url}`));
  if (!path) {
    response.writeHead(404);
    response.end();
    return;
  }
  const refused = options.refuse(request.headers.authorization, /git-receive-pack/.test(request.url ?? ''));
  if (refused) {
    response.writeHead(refused, { 'www-authenticate': 'Basic realm="GitHub"', 'content-type': 'text/plain' });
    response.end(refused === 401 ? 'Invalid username or token.' : 'Write access to repository not granted.');
    return;
  }
  const backend = spawn('git', ['http-backend'], {
    env: { PATH: process.env.PATH, ...gatewayVariables(request, url, path, options.repositories) },
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  // A backend that has heard enough closes its input early; its answer says what it thinks.
  pipeline(request, backend.stdin).catch(() => undefined);
  await relay(backend.stdout, response);
}

/** The variables of the Common Gateway Interface, through which git's program learns the request. */
function gatewayVariables(request: IncomingMessage, url: URL, path: string, root: string): Record<string, string> {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    REMOTE_USER: 'rehearsal', // allows pushes
    REQUEST_METHOD: request.method ?? 'GET',
    QUERY_STRING: url.search.slice(1),
    PATH_INFO: path,
    CONTENT_TYPE: header('content-type'),
    ...(header('content-length') ? { CONTENT_LENGTH: header('content-length') } : {}),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
  };
}

/** Reads the answer's head, which ends with an empty line, and then streams its body. */
async function relay(output: NodeJS.ReadableStream, response: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  let started = false;
  for await (const chunk of output) {
    const bytes = Buffer.from(chunk);
    if (started) {
      response.write(bytes);
      continue;
    }
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) continue;
    started = true;
    const { status, headers } = parseHead(head.subarray(0, end).toString('utf8'));
    response.writeHead(status, headers);
    response.write(head.subarray(end + 4));
  }
  if (!started) response.writeHead(500);
  response.end();
}

/** The head of a gateway's answer: a `Status` line stands for the status, 200 without one. */
export function parseHead(head: string): { readonly status: number; readonly headers: Record<string, string> } {
  const pairs = head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  const headers = Object.fromEntries(pairs.filter(([name]) => name !== 'status'));
  const status = pairs.find(([name]) => name === 'status')?.[1];
  return { status: status ? Number.parseInt(status, 10) : 200, headers };
}
