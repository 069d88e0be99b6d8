import { request } from 'node:https';

/** GitHub gives an address ten seconds to answer. */
const TIMEOUT_MS = 10_000;
/** How much of an answer is kept, in characters. */
const KEPT = 4_096;

export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Certificate authorities (PEM) trusted instead of the process's own. */
  readonly ca?: string;
  /** How long to wait for an answer, in milliseconds. @default 10000, as GitHub does */
  readonly timeoutMs?: number;
}

/** What an address answered, in the words of GitHub's delivery records. */
export interface Answer {
  /** 502 when nobody could be reached, 504 when nobody answered in time. */
  readonly statusCode: number;
  readonly status: string;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Posts a body over a new connection, follows no redirect, and tells every failure as an answer: it never rejects. */
export async function post(outgoing: Outgoing): Promise<Answer> {
  const start = performance.now();
  const answer = await exchange(outgoing, AbortSignal.timeout(outgoing.timeoutMs ?? TIMEOUT_MS));
  return { ...answer, seconds: (performance.now() - start) / 1000 };
}

function exchange(outgoing: Outgoing, signal: AbortSignal): Promise<Omit<Answer, 'seconds'>> {
  return new Promise((resolve) => {
    const fail = (error: Error) => {
      const [statusCode, status] = signal.aborted ? [504, 'timed out'] : [502, 'failed to connect'];
      resolve({ statusCode, status, headers: {}, body: error.message });
    };
    const length = { 'Content-Length': String(Buffer.byteLength(outgoing.body)) };
    const options = { method: 'POST', headers: { ...outgoing.headers, ...length }, agent: false as const, signal };
    const sent = request(outgoing.url, outgoing.ca === undefined ? options : { ...options, ca: outgoing.ca });
    sent.on('error', fail);
    sent.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body = (body + chunk).slice(0, KEPT);
      });
      response.on('error', fail);
      response.on('end', () => {
        const statusCode = response.statusCode ?? 0;
        const status = statusCode >= 200 && statusCode < 300 ? 'OK' : `Invalid HTTP Response: ${statusCode}`;
        resolve({ statusCode, status, headers: response.headers, body });
      });
    });
    sent.end(outgoing.body);
  });
}
