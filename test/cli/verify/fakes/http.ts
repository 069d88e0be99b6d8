import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from '../../../../rehearsal/shared/listen.ts';

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server on this machine that answers as a test says, and keeps what it was asked. */
export class FakeServer {
  readonly requests: Request[] = [];
  readonly url: string;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(answer: (request: Request) => Answer): Promise<FakeServer> {
    const server = createServer(async (incoming, outgoing) => {
      let body = '';
      for await (const chunk of incoming) body += chunk;
      const { method = 'GET', headers } = incoming;
      const request = { method, url: new URL(incoming.url ?? '/', fake.url), headers, body };
      fake.requests.push(request);
      const { status = 200, body: text, type = 'application/json', headers: more = {} } = answer(request);
      outgoing.writeHead(status, { 'content-type': type, ...more }).end(text);
    });
    await listen(server, { port: 0, host: '127.0.0.1' });
    const fake = new FakeServer(server);
    return fake;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
