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

/** Programs that people change objects with; everything else is a controller that does its work. */
const HANDS = /^(?:kubectl|k9s|[Ll]ens|[Oo]pen[Ll]ens|[Hh]eadlamp|[Oo]ctant|node-fetch|Mozilla|unknown$)/;

/** Whoever scales and is no controller is a person, whatever the program. */
const isHand = ({ manager, subresource }: ManagedFields[number]): boolean =>
  HANDS.test(manager) || (subresource === 'scale' && !/controller|keda|autoscal/.test(manager));

/** What a person may set without changing what was merged: `kubectl rollout restart` does. */
const HARMLESS = /restartedAt$/;

/** Neither part of what a manifest asks for: names of people and programs, and what controllers report. */
const ASIDE = ['f:metadata', 'f:status'];

/**
 * Fields that somebody set by hand after Flux had applied the object. Flux takes every field that it applies, so a hand
 * that holds one alone has changed it since.
 * @param madeAt when the object was made
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function changesByHand(managers: ManagedFields, madeAt?: string): ChangeFacts[] {
  const counted = managers.filter(({ subresource }) => subresource !== 'status');
  const others = new Set(counted.filter((entry) => !isHand(entry)).flatMap(pathsOf));
  // Who made an object that Flux took over later has not changed it.
  const later = counted.filter((entry) => isHand(entry) && (entry.time === undefined || entry.time !== madeAt));
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
