import type { GateFacts } from '../facts.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

/**
 * What the gate goes by. What cannot be read is left out: the parts that could not be read say why.
 * @param locked the infrastructure that the commit's manifests wait for
 * @param synthesized the one that the commit defines
 */
export async function readGate(
  locked: string | undefined,
  synthesized: string | undefined,
  cluster: Promise<KubernetesApi>,
): Promise<GateFacts> {
  const settings = await cluster.then((api) => api.settings()).catch(() => undefined);
  return {
    ...(locked === undefined ? {} : { locked }),
    ...(synthesized === undefined ? {} : { synthesized }),
    ...(settings?.infrastructure === undefined ? {} : { deployed: settings.infrastructure }),
    ...(settings === undefined ? {} : { changed: settings.changed }),
  };
}
