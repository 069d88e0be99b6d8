import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pod } from './pod.ts';

/** A response as a browser sees it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Seconds between the first and the second half of the body: a slow connection. */
  readonly pause?: number;
}

/**
 * STAND-IN for CloudFront and the load balancer: sends to the pod while it is Ready and to nobody otherwise, with the
 * headers that CloudFront sends to its origin. It caches nothing.
 */
export class Edge {
  /** The pod that is registered, if any. */
  pod: Pod | undefined;
  private readonly host: string;
  private readonly podPort: number;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server: Server;

  private constructor(host: string, podPort: number) {
    this.host = host;
    this.podPort = podPort;
    this.server = createServer((incoming, outgoing) => this.forward(incoming, outgoing));
  }

  /**
   * @param host of the blog
   * @param podPort the port that the Service sends to
   */
  static async open(host: string, podPort: number): Promise<Edge> {
    const edge = new Edge(host, podPort);
    await new Promise<void>((resolve) => edge.server.listen(0, '127.0.0.1', resolve));
    return edge;
  }

  close(): void {
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Asks for a path of the blog as a browser would, without following redirects. Rejects when the connection breaks. */
  visit(path: string, visit: Visit = {}): Promise<Answer> {
    const { port } = this.server.address() as AddressInfo;
    return send({ host: '127.0.0.1', port, path, headers: { host: this.host, ...visit.headers } }, visit);
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (this.pod?.ready !== true) {
      outgoing.writeHead(503, { 'x-edge': 'no target' }).end();
      incoming.resume();
      return;
    }
    const headers = {
      ...incoming.headers,
      host: this.host,
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '192.0.2.1',
      'x-amz-cf-id': 'rehearsal',
      via: '2.0 rehearsal.cloudfront.net (CloudFront)',
      'user-agent': 'Amazon CloudFront',
    };
    const call = request(
      {
        host: this.pod.address,
        port: this.podPort,
        path: incoming.url,
        method: incoming.method,
        headers,
        agent: this.agent,
      },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    call.once('error', () =>
      outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502, { 'x-edge': 'broken' }).end(),
    );
    incoming.pipe(call);
  }
}

/** Sends one request and reads the whole answer. Rejects when nobody answers within a minute. */
export function send(
  target: {
    readonly host: string;
    readonly port: number;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
  },
  { method = 'GET', body, pause }: Visit = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const call = request(
      { ...target, method, headers: { ...target.headers, ...length }, signal: AbortSignal.timeout(60_000) },
      async (response) => {
        const parts: Buffer[] = [];
        try {
          for await (const part of response) parts.push(part as Buffer);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
        } catch (error) {
          reject(error);
        }
      },
    );
    call.once('error', reject);
    if (pause === undefined) call.end(body);
    else {
      const bytes = Buffer.from(body ?? '');
      call.write(bytes.subarray(0, bytes.length / 2));
      setTimeout(() => call.end(bytes.subarray(bytes.length / 2)), pause * 1000);
    }
  });
}
