import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { z } from 'zod';
import { RehearsalError } from '../errors.ts';
import type { ReadApi } from './targets.ts';

/** Seconds for one answer. */
const PATIENCE = 5;

const kubeconfig = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ server: z.url(), 'certificate-authority': z.string() }) })]),
  users: z.tuple([z.object({ user: z.object({ 'client-certificate': z.string(), 'client-key': z.string() }) })]),
});

/**
 * Reads the Kubernetes API over one connection that stays open: cheap enough to look several times a second.
 * @param path - of a kubeconfig that the rehearsal wrote: JSON, with paths of PEM files
 */
export async function apiReader(path: string): Promise<{ readonly read: ReadApi; readonly close: () => void }> {
  const { clusters, users } = kubeconfig.parse(JSON.parse(await readFile(path, 'utf8')));
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  const agent = new Agent({
    keepAlive: true,
    ca: await readFile(cluster['certificate-authority']),
    cert: await readFile(user['client-certificate']),
    key: await readFile(user['client-key']),
  });
  const read = (where: string) =>
    new Promise<unknown>((resolve, reject) => {
      const call = get(new URL(where, cluster.server), { agent, signal: AbortSignal.timeout(PATIENCE * 1000) });
      call.once('error', reject);
      call.once('response', async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(Buffer.from(chunk));
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode !== 200) throw refusal(where, response.statusCode, text);
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error);
        }
      });
    });
  return { read, close: () => agent.destroy() };
}

function refusal(path: string, status: number | undefined, text: string): RehearsalError {
  return new RehearsalError(`the API server answered ${status} for ${path}: ${text.slice(0, 200)}`, {
    help: 'is the TargetGroupBinding CRD installed? See gitops/ and the log of kube-apiserver',
  });
}
