import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

type Lifetime = { after(work: () => void): void };

/** Starts a server that gives everybody the same answer, for the length of a test. Returns its address. */
export async function startAnswering(
  of: Lifetime,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  return await startServer(of, (request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  });
}

/** Starts a server for the length of a test. Returns its address. */
export async function startServer(of: Lifetime, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  of.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
