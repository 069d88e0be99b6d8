import { connectApi } from '../../cluster/api.ts';
import { RehearsalError } from '../../shared/errors.ts';
import type { ReadApi } from './targets.ts';

/**
 * Reads the Kubernetes API over one connection that stays open: cheap enough to look several times a second.
 * @param path - of a kubeconfig that the rehearsal wrote: JSON, with paths of PEM files
 */
export async function apiReader(path: string): Promise<{ readonly read: ReadApi; readonly close: () => void }> {
  const api = await connectApi(path);
  const read = async (where: string) => {
    const { status, text } = await api.ask('GET', where);
    if (status === 200) return JSON.parse(text);
    throw new RehearsalError(`the API server answered ${status} for ${where}: ${text.slice(0, 200)}`, {
      help: 'is the TargetGroupBinding CRD installed? See gitops/ and the log of kube-apiserver',
    });
  };
  return { read, close: api.close };
}
