import { whyFetchFailed } from '../shared/why-fetch-failed.ts';
import type { Visit } from './after/blog.ts';

/** Longest wait for an answer, in milliseconds: Ghost may be slow on its first page. */
const TIMEOUT_MS = 20_000;

/** Asks by HTTP what a browser would show. */
export const visit: Visit = async (url) => {
  const asking = fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  const response = await asking.catch((error: unknown) => {
    throw new Error(`${new URL(url).origin} cannot be reached: ${whyFetchFailed(error)}`, { cause: error });
  });
  await response.body?.cancel();
  return { status: response.status, header: (name) => response.headers.get(name) ?? '' };
};
