import { z } from 'zod';
import { jsonIn } from '../../shared/json-in.ts';

const answer = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/**
 * A token for everybody, from where a registry's challenge sends us.
 * @see https://distribution.github.io/distribution/spec/auth/token/
 * @param challenge the header `WWW-Authenticate`: `Bearer realm="https://...",service="...",scope="..."`
 * @returns undefined when there is none for everybody
 */
export async function anonymousToken(
  challenge: string,
  get: (url: string) => Promise<{ readonly status: number; readonly text: string }>,
): Promise<string | undefined> {
  const parameters = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const { realm = '', service, scope } = parameters;
  if (!/^Bearer /i.test(challenge) || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  if (url.protocol !== 'https:') return undefined;
  if (service) url.searchParams.set('service', service);
  if (scope) url.searchParams.set('scope', scope);
  const response = await get(url.href);
  if (response.status !== 200) return undefined;
  const { token, access_token } = answer.safeParse(jsonIn(response.text)).data ?? {};
  return token ?? access_token;
}
