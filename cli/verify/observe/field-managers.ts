import { z } from 'zod';
import type { ChangeFacts } from '../facts.ts';

/** Who set which fields of an object last, as the API server keeps it. */
export const managedFields = z
  .array(
    z.object({
      manager: z.string().default(''),
      operation: z.string().default(''),
      subresource: z.string().optional(),
      time: z.string().optional(),
      fieldsV1: z.record(z.string(), z.unknown()).default({}),
    }),
  )
  .default([]);

export type ManagedFields = z.output<typeof managedFields>;

/** Programs that people change objects with. */
const HANDS =
  /^(?:kubectl|k9s|[Ll]ens|[Oo]pen[Ll]ens|[Hh]eadlamp|[Oo]ctant|node-fetch|axios|okhttp|Mozilla|curl|python|Python|OpenAPI-Generator|Go-http-client|ansible|terraform|[Tt]erraform|pulumi|unknown$)/;

/** How controllers call themselves. */
const CONTROLLERS =
  /controller|manager|operator|scheduler|apiserver|kubelet|autoscal|keda|karpenter|inject|provisioner|external-secrets|before-first-apply|^(?:flux|kube-|csi|eks|aws|onemerge)/i;

/** Groups whose objects only Kubernetes' own controllers and those of this system write: every other program is a person's. */
const OURS = /^(?:|apps|batch|policy|[\w.]+\.k8s\.io|[\w.]+\.fluxcd\.io|external-secrets\.io)$/;

/** Whoever scales and is no controller is a person, whatever the program. */
const isHand = ({ manager, subresource }: ManagedFields[number], group: string): boolean =>
  HANDS.test(manager) || ((subresource === 'scale' || OURS.test(group)) && !CONTROLLERS.test(manager));

/** What a person may set without changing what was merged: `kubectl rollout restart` does. */
const HARMLESS = /restartedAt$/;

/** Neither part of what a manifest asks for: names of people and programs, and what controllers report. */
const ASIDE = ['f:metadata', 'f:status'];

/**
 * Fields that somebody set by hand after Flux had applied the object. Flux takes every field that it applies, so a hand
 * that holds one alone has changed it since.
 * @param of when the object was made, and the API group of its kind
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function changesByHand(
  managers: ManagedFields,
  { madeAt, group }: { readonly madeAt?: string; readonly group: string },
): ChangeFacts[] {
  const counted = managers.filter(({ subresource }) => subresource !== 'status');
  const others = new Set(counted.filter((entry) => !isHand(entry, group)).flatMap(pathsOf));
  // Who made an object that Flux took over later has not changed it.
  const later = counted.filter((entry) => isHand(entry, group) && (entry.time === undefined || entry.time !== madeAt));
  return later.flatMap((entry) => {
    const fields = pathsOf(entry).filter((path) => !others.has(path) && !HARMLESS.test(path));
    const { manager, time } = entry;
    return fields.length === 0 ? [] : [{ manager, fields, ...(time === undefined ? {} : { at: time }) }];
  });
}

function pathsOf({ fieldsV1 }: ManagedFields[number]): string[] {
  return Object.entries(fieldsV1).flatMap(([key, below]) => (ASIDE.includes(key) ? [] : leaves(key, below)));
}

/** `spec.template.spec.containers[name=ghost].image` for each field that has none below it. */
function leaves(key: string, below: unknown): string[] {
  const here = key.startsWith('k:') ? `[${listKey(key)}]` : key.replace(/^f:/, '');
  const deeper = Object.entries(typeof below === 'object' && below !== null ? below : {}).filter(
    ([name]) => name !== '.',
  );
  if (deeper.length === 0) return [here];
  return deeper.flatMap(([name, value]) =>
    leaves(name, value).map((path) => (path.startsWith('[') ? `${here}${path}` : `${here}.${path}`)),
  );
}

/** `k:{"name":"ghost"}` is the entry of a list whose name is ghost. */
function listKey(key: string): string {
  return key.slice(2).replace(/[{}"]/g, '').replaceAll(':', '=');
}
