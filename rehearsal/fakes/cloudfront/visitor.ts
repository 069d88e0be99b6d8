import { request } from 'node:https';

/** A response as a browser sees it. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

interface Visit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** Somebody who visits a site: asks for a path, and follows no redirects. */
export type Visitor = (path: string, visit?: Visit) => Promise<Answer>;

/** Longest wait for one answer, in milliseconds. */
const TIMEOUT_MS = 60_000;

/**
 * A visitor of a site over HTTPS.
 * @param site - its URL without a trailing slash
 * @param authority - PEM of whom the visitor trusts
 */
export function visitorOf(site: string, authority: string): Visitor {
  return (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const options = { method, headers: { ...headers, ...length }, ca: authority, agent: false as const };
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
      call.end(body);
    });
}
