/**
 * Why a call by fetch has no answer. It says "fetch failed"; the reason is in the cause of the cause, and of a proxy that asks for a password that
 * is empty.
 */
export function whyFetchFailed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, code, message } = error as NodeJS.ErrnoException;
  if (cause !== undefined) return whyFetchFailed(cause);
  return message || (typeof code === 'string' && code) || 'a proxy on the way wants to know who asks (407)';
}
