import { createServer as createProxy } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { listen } from '../shared/listen.ts';

/** How long a connection into the sandbox may take to come about, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** Where the two halves of the door meet: sockets of files do not care about network namespaces. */
export function proxySocket(folder: string): string {
  return join(folder, 'door.sock');
}

/**
 * Runs inside the sandbox: an HTTP proxy on a socket, which opens connections (CONNECT) to whatever the sandbox knows by name
 * or address. So the sandbox's own names and certificates are right for those who come from outside, too.
 * @returns what closes it
 */
export async function openSandboxProxy(socket: string): Promise<() => void> {
  const proxy = createProxy((_request, response) => {
    response.writeHead(405);
    response.end('Only CONNECT: everything in the sandbox is reached over TLS.\n');
  });
  proxy.on('connect', ({ url = '' }, client, head) => {
    const { hostname, port } = new URL(`http://${url}`);
    const server = connect({ host: hostname, port: Number(port || 80) });
    server.setTimeout(TIMEOUT_MS, () => server.destroy());
    server.once('connect', () => {
      server.setTimeout(0);
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.write(head); // what came along with the question
      client.pipe(server).pipe(client);
    });
    server.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    server.on('close', () => client.destroy());
    client.on('error', () => server.destroy());
    client.on('close', () => server.destroy());
  });
  await listen(proxy, socket);
  return () => proxy.close();
}

/** The half of the door that is outside. */
export interface HostProxy {
  /** `http://127.0.0.1:PORT`, for `--proxy`, `proxy-url` and HTTPS_PROXY. */
  readonly url: string;
  readonly close: () => void;
}

/** Runs outside the sandbox: passes connections to a free port of the loopback address on to the socket. */
export async function leadToSandboxProxy(socket: string): Promise<HostProxy> {
  const server: Server = createServer((visitor) => {
    const door = connect(socket);
    visitor.pipe(door).pipe(visitor);
    door.on('error', () => visitor.destroy()); // nobody is in yet
    visitor.on('error', () => door.destroy());
    visitor.on('close', () => door.destroy());
  });
  await listen(server, { port: 0, host: '127.0.0.1' });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
