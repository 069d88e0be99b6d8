import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { listen } from '../../shared/listen.ts';
import type { SelfMadeCertificate } from './certificate.ts';

/** One request that arrived at a listener. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Listens at 127.0.0.1 for deliveries. */
export interface Listener {
  readonly url: string;
  readonly heard: readonly Heard[];
  readonly close: () => void;
}

/** Starts a listener that answers each request with the status that `decide` gives; without one it never answers. */
export async function startListener(
  { certificate, key }: SelfMadeCertificate,
  decide: (heard: Heard) => number | undefined,
): Promise<Listener> {
  const heard: Heard[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body };
      heard.push(one);
      const status = decide(one);
      if (status !== undefined) response.writeHead(status).end();
    });
  });
  await listen(server, { port: 0, host: '127.0.0.1' });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    heard,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
