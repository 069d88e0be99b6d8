import type { Server } from 'node:net';

/** A socket's path, or a port and the address it belongs to; port 0 is any free one. */
type Where = string | { readonly port: number; readonly host?: string };

/**
 * Lets a server listen.
 * @returns the server, once it takes connections
 * @throws Error of Node.js when it cannot, for example EADDRINUSE
 */
export async function listen<S extends Server>(server: S, where: Where): Promise<S> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(typeof where === 'string' ? { path: where } : where, resolve);
  });
  return server;
}
