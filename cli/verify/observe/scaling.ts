import { z } from 'zod';
import type { ChangeFacts } from '../facts.ts';
import type { ManagedFields } from './field-managers.ts';
import type { Listed } from './inventory.ts';
import type { KubernetesApi } from './kubernetes-api.ts';

/** `kubectl scale` takes the field from Flux, and nobody is noted as its manager. */
export const SCALED: ChangeFacts = { manager: 'somebody, with kubectl scale or the like,', fields: ['spec.replicas'] };

const scale = z.object({ 'f:spec': z.object({ 'f:replicas': z.unknown() }).partial() }).partial();

/**
 * Whether somebody scaled an object: what a manifest asks for is held by whoever applied it, and the API server itself writes 1
 * where a manifest says nothing. Scaled to 1 by hand is not told apart from that.
 * @param replicas what the spec asks for
 */
export function isScaled(managers: ManagedFields, replicas: number | undefined): boolean {
  if (managers.length === 0 || replicas === undefined || replicas === 1) return false;
  return managers.every(({ fieldsV1 }) => scale.safeParse(fieldsV1).data?.['f:spec']?.['f:replicas'] === undefined);
}

const autoscalers = z.array(
  z.object({
    metadata: z.object({ namespace: z.string() }),
    spec: z.object({ scaleTargetRef: z.object({ kind: z.string(), name: z.string() }) }),
  }),
);

/** Whether an autoscaler decides how many pods an object has. @throws KubernetesError when the API server refuses */
export async function isAutoscaled(api: KubernetesApi, { kind, namespace, name }: Listed): Promise<boolean> {
  return autoscalers
    .parse(await api.list('horizontalpodautoscalers'))
    .some(({ metadata, spec: { scaleTargetRef: target } }) => {
      return metadata.namespace === namespace && target.kind === kind && target.name === name;
    });
}
