import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { ApiAccess } from '../../cluster/watch.ts';

/** Somebody who talks to the API server. */
export interface Somebody {
  readonly user: string;
  readonly groups: readonly string[];
}

/** A request that is tried, and not carried out. */
export interface Attempt {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/**
 * What the API server says to somebody who tries something: `allowed`, or why not. The administrator asks in their name,
 * so their own rights and the admission policies decide.
 */
export async function attempt(access: ApiAccess, { user, groups }: Somebody, tried: Attempt): Promise<string> {
  const { method, path, body } = tried;
  const headers = {
    'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    'impersonate-user': user,
    'impersonate-group': [...groups],
  };
  const tls = {
    ca: readFileSync(access.authority),
    cert: readFileSync(access.client.certificate),
    key: readFileSync(access.client.key),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request(`${access.endpoint}${path}?dryRun=All`, { ...tls, method, headers, timeout: 30_000 }, resolve);
    call.on('error', reject).end(JSON.stringify(body));
  });
  let text = '';
  for await (const chunk of response) text += chunk;
  if ((response.statusCode ?? 500) < 300) return 'allowed';
  return String((JSON.parse(text) as { message?: unknown }).message);
}
