import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { listen } from '../../shared/listen.ts';

/** A server of a test, on a port of its own until the test ends. */
export async function listening(t: TestContext, listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  await listen(server, { port: 0, host: '127.0.0.1' });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** What a viewer sends beside the path. */
export interface Shown {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks as a browser would, which `fetch` cannot: with the distribution's Host. */
export async function visit(port: number, path: string, { method = 'GET', headers = {}, body = '' }: Shown) {
  const call = request({ port, host: '127.0.0.1', path, method, headers });
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}
