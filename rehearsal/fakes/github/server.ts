import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { listen } from '../../shared/listen.ts';
import { answerApi } from './api.ts';
import type { FakeGitHub } from './github.ts';

/** Largest body of a request, in bytes. */
const LARGEST = 1024 * 1024;

export interface ApiServerOptions {
  readonly address: string;
  /** @default 443 */
  readonly port?: number;
  /** The server's certificate and its private key, PEM; for `api.github.com` and whatever else it is reached by. */
  readonly certificate: string;
  readonly key: string;
  /** Hears of every request, in one line. */
  readonly log?: (line: string) => void;
}

/** Serves the REST API over HTTPS. */
export async function startApiServer(github: FakeGitHub, options: ApiServerOptions): Promise<Server> {
  const server = createServer({ cert: options.certificate, key: options.key }, (request, response) => {
    answer(github, request, response)
      .catch((error: unknown) => {
        options.log?.(`${request.url}: ${String(error)}`);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      })
      .finally(() => options.log?.(`${response.statusCode} ${request.method} ${request.url}`));
  });
  return await listen(server, { port: options.port ?? 443, host: options.address });
}

async function answer(github: FakeGitHub, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const body = await readBody(incoming);
  const request = new Request(new URL(url, `https://${headers.host ?? 'api.github.com'}`), {
    method,
    headers: headers.authorization === undefined ? {} : { authorization: headers.authorization },
    ...(method === 'GET' || method === 'HEAD' || body === '' ? {} : { body }),
  });
  const response = await answerApi(github, request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST) throw new RangeError(`the body is larger than ${LARGEST} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
