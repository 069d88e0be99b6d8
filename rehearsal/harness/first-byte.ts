import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';

/** What a browser takes. */
const ACCEPTED = 'gzip, deflate, br';

/** An answer, and how long it took. */
export interface Timed {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** As it came over the wire. */
  readonly bytes: number;
  /** Milliseconds until its first byte, with connecting and the handshake. */
  readonly firstByte: number;
}

/**
 * Asks for a page as a browser does that has not been here before, and follows no redirect.
 * @param authority PEM of whom it trusts
 */
export async function firstByte(url: URL, authority: string): Promise<Timed> {
  const start = performance.now();
  const headers = { 'accept-encoding': ACCEPTED, accept: 'text/html,*/*' };
  const call = request(url, { ca: authority, headers, agent: false, signal: AbortSignal.timeout(60_000) });
  call.end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  const taken = performance.now() - start;
  let bytes = 0;
  for await (const chunk of response) bytes += (chunk as Buffer).length;
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, firstByte: taken };
}
