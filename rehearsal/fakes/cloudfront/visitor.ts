import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

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

/** Somebody who visits a site: asks for a path, and follows no redirects. */
export type Visitor = (path: string, visit?: Visit) => Promise<Answer>;

/** How a visitor connects. */
interface Connection {
  /** PEM of whom the visitor trusts; for sites over HTTPS. */
  readonly authority?: string;
  /** The address that the visitor comes from; the system chooses when not given. */
  readonly from?: string;
}

let asked = 0;

/** Ghost takes a query string for a part of the name of a resized image, and does not find it. */
const WITHOUT_QUERY = /^\/content\/images\/size\//;

/**
 * The same path, as no cache knows it: with a query string that is new each time, which Ghost ignores. Who asks so is
 * answered by Ghost itself, and not by what CloudFront keeps from before. Resized images stay as they are: Ghost makes
 * them anew from the image, so nothing depends on what became of them.
 */
export function pastTheCache(path: string): string {
  if (WITHOUT_QUERY.test(path)) return path;
  asked += 1;
  return `${path}${path.includes('?') ? '&' : '?'}past=${Date.now()}-${asked}`;
}

/** Longest wait for one answer, in milliseconds. */
const TIMEOUT_MS = 60_000;

/**
 * A visitor of a site.
 * @param site - its URL without a trailing slash
 */
export function visitorOf(site: string, { authority, from }: Connection): Visitor {
  const request = site.startsWith('https:') ? tlsRequest : plainRequest;
  const connection = { ...(authority ? { ca: authority } : {}), ...(from ? { localAddress: from } : {}) };
  return (path, { method = 'GET', headers = {}, body, pause = 0 } = {}) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = { ...connection, method, headers: { ...headers, ...length }, agent: false as const };
      const call = request(`${site}${path}`, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
      call.once('error', reject);
      call.once('response', async (response) => {
        try {
          const parts: Buffer[] = [];
          for await (const part of response) parts.push(Buffer.from(part));
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
        } catch (error) {
          reject(error);
        }
      });
      if (pause === 0) return call.end(body);
      const bytes = Buffer.from(body ?? '');
      const half = Math.floor(bytes.length / 2);
      call.write(bytes.subarray(0, half));
      setTimeout(() => call.end(bytes.subarray(half)), pause * 1000);
    });
}
