import { request as requestPlain } from 'node:http';
import { type RequestOptions, request as requestTls } from 'node:https';
import { text } from 'node:stream/consumers';
import { RehearsalError } from '../errors.ts';

export interface Question {
  readonly method?: 'GET' | 'POST';
  /** Sent as JSON. */
  readonly body?: unknown;
  /** PEM: whom to trust instead of the system's authorities. */
  readonly authority?: string;
  /** Longest wait for the whole answer, in seconds; 10 by default. */
  readonly seconds?: number;
}

export interface JsonAnswer {
  readonly status: number;
  /** Undefined when the body is empty. */
  readonly body: unknown;
}

/**
 * Asks a server of the sandbox and reads its JSON answer, whatever its status.
 * @throws RehearsalError when there is no answer in time, or one that is not JSON.
 */
export async function askJson(url: string, question: Question = {}): Promise<JsonAnswer> {
  const { status, text } = await exchange(url, question).catch((error: Error) => {
    throw new RehearsalError(`${url} gives no answer: ${error.message}`, {
      help: 'read the log of the server behind it; run again with --keep',
      cause: error,
    });
  });
  if (text === '') return { status, body: undefined };
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    throw new RehearsalError(`${url} answered ${status} with something that is not JSON: ${text.slice(0, 200)}`, {
      help: 'read the log of the server behind it; run again with --keep',
    });
  }
}

function exchange(url: string, question: Question): Promise<{ readonly status: number; readonly text: string }> {
  const options: RequestOptions = {
    method: question.method ?? 'GET',
    signal: AbortSignal.timeout((question.seconds ?? 10) * 1000),
    agent: false,
    ...(question.authority ? { ca: question.authority } : {}),
    ...(question.body === undefined ? {} : { headers: { 'content-type': 'application/json' } }),
  };
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? requestTls : requestPlain;
    const call = request(url, options, async (response) => {
      try {
        resolve({ status: response.statusCode ?? 0, text: await text(response) });
      } catch (error) {
        reject(error);
      }
    });
    call.once('error', reject);
    call.end(question.body === undefined ? undefined : JSON.stringify(question.body));
  });
}
