import { wholeAnswer } from '../whole-answer.ts';
import { explainNotGitHub } from './failure.ts';

type Fetch = typeof globalThis.fetch;

/** Longest wait for one whole answer, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** More than the longest page of a list has. Bytes. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Asks as GitHub's REST API wants to be asked.
 *
 * Once more when a connection that was kept open turns out to be closed: the other side may close it in the moment of a request. What
 * creates something is not repeated, for it may have been done.
 *
 * Redirects are followed by what only reads, and within one origin: to a repository that has another name. Whatever leads elsewhere
 * is not GitHub, and a POST that is led on would arrive as a GET.
 * @see https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 *
 * An answer is read to its end here: who parses half of one takes it for a text.
 * @param timeout longest wait for one whole answer, in milliseconds
 * @throws CommandError when an answer leads elsewhere
 */
export function patiently(fetch: Fetch, timeout = TIMEOUT_MS): Fetch {
  const once: Fetch = async (input, init) => {
    const redirect = (init?.method ?? 'GET') === 'GET' ? 'follow' : 'manual';
    const response = await fetch(input, { ...init, redirect, signal: AbortSignal.timeout(timeout) }).catch(inCircles);
    const leads = leadsTo(response, String(input));
    if (leads === undefined) return await whole(response);
    await response.body?.cancel();
    throw explainNotGitHub(leads);
  };
  return async (input, init) => {
    try {
      return await once(input, init);
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { readonly code?: unknown };
      if (init?.method === 'POST' || !(code === 'ECONNRESET' || code === 'UND_ERR_SOCKET')) throw error;
      return await once(input, init);
    }
  };
}

async function whole(response: Response): Promise<Response> {
  if (response.body === null) return response;
  return new Response(await wholeAnswer(response, MOST_BYTES), response);
}

/** fetch follows twenty redirects. */
function inCircles(error: Error): never {
  if (/redirect count/.test(String((error.cause as Error | undefined)?.message)))
    throw explainNotGitHub('it leads from one address to the next');
  throw error;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** Where an answer leads that is none of GitHub's; undefined for one that is an answer. */
function leadsTo({ status, url, headers }: Response, asked: string): string | undefined {
  const { origin } = new URL(asked);
  if (REDIRECTS.includes(status)) return `${status}, it leads to ${headers.get('location') ?? 'nowhere'}`;
  return url === '' || new URL(url).origin === origin ? undefined : `it leads to ${url}`;
}
