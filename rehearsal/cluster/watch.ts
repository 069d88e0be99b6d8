import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Certificate } from '../sandbox/authority.ts';

/** What it takes to ask an API server. */
export interface ApiAccess {
  readonly endpoint: string;
  /** Paths of PEM files. */
  readonly authority: string;
  readonly client: Certificate;
}

interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/**
 * Follows all objects of a kind and calls `changed` with their current set after every change. A connection that ends
 * is opened again a second later, from the start. Stops when `signal` aborts.
 */
export async function watch<T extends { readonly metadata: { readonly uid?: string } }>(
  access: ApiAccess,
  path: string,
  changed: (objects: readonly T[]) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const objects = new Map<string, T>();
    try {
      for await (const line of follow(access, path, signal)) {
        const { type, object } = JSON.parse(line) as WatchEvent<T>;
        if (type === 'ERROR') break;
        if (type === 'BOOKMARK') continue;
        const key = object.metadata.uid ?? '';
        if (type === 'DELETED') objects.delete(key);
        else objects.set(key, object);
        changed([...objects.values()]);
      }
    } catch {
      // the API server restarts or is not ready: try again
    }
    await sleep(1000, undefined, { signal }).catch(() => undefined);
  }
}

/** One watch request, line by line. It starts with an event for every object that exists. */
async function* follow(access: ApiAccess, path: string, signal: AbortSignal): AsyncGenerator<string> {
  const tls = {
    ca: readFileSync(access.authority),
    cert: readFileSync(access.client.certificate),
    key: readFileSync(access.client.key),
  };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${access.endpoint}${path}?watch=1`, { ...tls, signal }, resolve).on('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  yield* createInterface({ input: response });
}
