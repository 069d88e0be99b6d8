import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { RehearsalError } from '../errors.ts';
import { listen } from '../listen.ts';

/** Largest body that is read, in bytes: a pod with all its fields takes some ten thousand. */
const LARGEST_BODY = 4 * 1024 * 1024;

/** An answer that says no: status and words. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A request whose body, if it has one, is JSON. */
export interface JsonRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Undefined when the body is empty. */
  readonly body: unknown;
}

export interface JsonServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM texts; plain HTTP without them. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/**
 * Listens, and answers every request with what `answer` returns, as JSON. A `Refusal` becomes its status with
 * `{"message"}`, any other error 500 with its words.
 */
export async function listenJson(
  options: JsonServerOptions,
  answer: (request: JsonRequest) => Promise<unknown>,
): Promise<Server> {
  const handle = (incoming: IncomingMessage, response: ServerResponse) => void respond(incoming, response, answer);
  const server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
  return await listen(server, { port: options.port, host: options.host });
}

async function respond(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: JsonRequest) => Promise<unknown>,
): Promise<void> {
  const reply = (status: number, value: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  try {
    const { method = 'GET', url = '/', headers } = incoming;
    reply(200, (await answer({ method, path: url, headers, body: await readJson(incoming) })) ?? {});
  } catch (error) {
    const words =
      error instanceof RehearsalError ? error.report() : error instanceof Error ? error.message : `${error}`;
    reply(error instanceof Refusal ? error.status : 500, { message: words });
  }
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new Refusal(413, `the body is larger than ${LARGEST_BODY} bytes`);
    chunks.push(bytes);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Refusal(400, 'the body is not JSON');
  }
}
