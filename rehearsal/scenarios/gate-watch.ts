import { setMaxListeners } from 'node:events';
import { infrastructuresIn } from '../../lib/infrastructure.ts';
import { SETTINGS_CONFIG_MAP } from '../../lib/settings.ts';
import { watch } from '../cluster/watch.ts';
import type { Harness } from '../harness/harness.ts';
import { inventoryKinds } from './gate.ts';

/** When what was seen of each infrastructure, in milliseconds since 1970. */
export interface GateWatch {
  /** When the settings named the infrastructure of a fingerprint. */
  readonly opened: (infrastructure: string) => number | undefined;
  /** When each object was first seen as the manifests that wait for it describe it, by its kind and name. */
  readonly applied: (infrastructure: string) => ReadonlyMap<string, number>;
  readonly stop: () => void;
}

interface Watched {
  readonly kind?: string;
  readonly metadata: {
    readonly uid?: string;
    readonly namespace?: string;
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
}

/** Follows the settings, and every object of the kinds that Flux has applied: the lock leaves its mark on each. */
export async function watchGate(harness: Harness): Promise<GateWatch> {
  const { access, kubectl } = await harness.cluster();
  const opened = new Map<string, number>();
  const applied = new Map<string, Map<string, number>>();
  const ended = new AbortController();
  setMaxListeners(0, ended.signal); // a watch for each kind
  const see = ({ kind = '', metadata, data }: Watched) => {
    const now = Date.now();
    const { namespace = '', name, annotations } = metadata;
    if (namespace === SETTINGS_CONFIG_MAP.namespace && name === SETTINGS_CONFIG_MAP.name)
      for (const infrastructure of infrastructuresIn(Object.keys(data ?? {}).join(' ')))
        if (!opened.has(infrastructure)) opened.set(infrastructure, now);
    const [infrastructure] = annotations?.['onemerge/infrastructure']?.split(' ') ?? [];
    if (infrastructure === undefined) return;
    const objects = applied.get(infrastructure) ?? new Map<string, number>();
    const object = `${kind} ${namespace}/${name}`;
    if (!objects.has(object)) applied.set(infrastructure, objects.set(object, now));
  };
  for (const path of pathsOf(
    await kubectl(['api-resources', '--no-headers', '--verbs=watch']),
    await inventoryKinds(harness),
  ))
    void watch<Watched>(access, path, (objects) => objects.forEach(see), ended.signal);
  return {
    opened: (infrastructure) => opened.get(infrastructure),
    applied: (infrastructure) => applied.get(infrastructure) ?? new Map(),
    stop: () => ended.abort(),
  };
}

/**
 * The API server's paths of kinds.
 * @param table what `kubectl api-resources` prints: name, short names if any, version, whether it has namespaces, kind
 * @param kinds as `Deployment.apps` or `ConfigMap`
 */
export function pathsOf(table: string, kinds: ReadonlySet<string>): string[] {
  return table.split('\n').flatMap((line) => {
    const columns = line.trim().split(/\s+/);
    const [name, kind = '', version = ''] = [columns[0], columns.at(-1), columns.at(-3)];
    const [group] = version.includes('/') ? version.split('/') : [''];
    if (!kinds.has(group ? `${kind}.${group}` : kind)) return [];
    return [`${group ? '/apis' : '/api'}/${version}/${name}`];
  });
}
