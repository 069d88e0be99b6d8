import { setMaxListeners } from 'node:events';
import { infrastructuresIn } from '../../lib/infrastructure.ts';
import { SETTINGS_CONFIG_MAP } from '../../lib/settings.ts';
import { watch } from '../cluster/watch.ts';
import type { Harness } from '../harness/harness.ts';
import { inventoryKinds } from './gate.ts';
import { type Followed, writesOf } from './writes.ts';

/** An object, by its kind and name, and when it was seen that Flux had written it, in milliseconds since 1970. */
interface Written {
  readonly object: string;
  readonly at: number;
}

/** What was seen of the gate, in milliseconds since 1970. */
export interface GateWatch {
  /** When the settings named the infrastructure of a fingerprint. */
  readonly opened: (infrastructure: string) => number | undefined;
  /** What Flux has written since a moment: what it applies and finds as it should be, it does not write. */
  readonly writtenSince: (moment: number) => readonly Written[];
  readonly stop: () => void;
}

interface Watched extends Followed {
  readonly kind?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Follows the settings, and every object of the kinds that Flux has applied. */
export async function watchGate(harness: Harness): Promise<GateWatch> {
  const { access, kubectl } = await harness.cluster();
  const opened = new Map<string, number>();
  const written: Written[] = [];
  const isWritten = writesOf(Date.now());
  const ended = new AbortController();
  setMaxListeners(0, ended.signal); // a watch for each kind
  const see = (watched: Watched) => {
    const { kind = '', metadata, data } = watched;
    const { namespace = '', name } = metadata;
    if (namespace === SETTINGS_CONFIG_MAP.namespace && name === SETTINGS_CONFIG_MAP.name)
      for (const infrastructure of infrastructuresIn(Object.keys(data ?? {}).join(' ')))
        if (!opened.has(infrastructure)) opened.set(infrastructure, Date.now());
    if (isWritten(watched)) written.push({ object: `${kind} ${namespace}/${name}`, at: Date.now() });
  };
  for (const path of pathsOf(
    await kubectl(['api-resources', '--no-headers', '--verbs=watch']),
    await inventoryKinds(harness),
  ))
    void watch<Watched>(access, path, (objects) => objects.forEach(see), ended.signal);
  return {
    opened: (infrastructure) => opened.get(infrastructure),
    writtenSince: (moment) => written.filter(({ at }) => at >= moment),
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
