import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** Seconds for one answer. */
const TIMEOUT_SECONDS = 10;

/** What an API server answered. */
interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The Kubernetes API over a few connections that stay open: cheap enough to ask many times a second. */
export interface Api {
  /**
   * @param path with its query
   * @param body with its media type
   * @throws Error when nobody answers
   */
  readonly ask: (
    method: 'GET' | 'PATCH' | 'POST',
    path: string,
    body?: { readonly type: string; readonly text: string },
    accept?: string,
  ) => Promise<Answer>;
  readonly close: () => void;
}

const kubeconfig = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.url(), 'certificate-authority': z.string() }) })]),
  users: z.tuple([z.object({ user: z.object({ 'client-certificate': z.string(), 'client-key': z.string() }) })]),
});

/** @param path of a kubeconfig that the rehearsal wrote: JSON, with paths of PEM files */
export async function connectApi(path: string): Promise<Api> {
  const { clusters, users } = kubeconfig.parse(JSON.parse(await readFile(path, 'utf8')));
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 4,
    ca: await readFile(cluster['certificate-authority']),
    cert: await readFile(user['client-certificate']),
    key: await readFile(user['client-key']),
  });
  const ask: Api['ask'] = (method, where, body, accept = 'application/json') =>
    new Promise((resolve, reject) => {
      const headers = { accept, ...(body ? { 'content-type': body.type } : {}) };
      const signal = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
      const call = request(new URL(where, cluster.server), { method, headers, agent, signal });
      call.once('error', reject);
      call.once('response', async (response) => {
        try {
          resolve({ status: response.statusCode ?? 0, text: await text(response) });
        } catch (error) {
          reject(error);
        }
      });
      call.end(body?.text);
    });
  return { ask, close: () => agent.destroy() };
}
