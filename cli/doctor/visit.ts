import type { Visit } from './after/blog.ts';

/** Longest wait for an answer, in milliseconds: Ghost may be slow on its first page. */
const TIMEOUT_MS = 20_000;

/** Asks by HTTP what a browser would show. */
export const visit: Visit = async (url) => {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  return { status: response.status, header: (name) => response.headers.get(name) ?? '' };
};
