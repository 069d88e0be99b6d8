import { inventoryOf, type Listed } from '../../cli/verify/observe/inventory.ts';
import { fluxObject } from '../../cli/verify/observe/kubernetes-objects.ts';
import { SETTINGS_CONFIG_MAP } from '../../lib/settings.ts';
import type { Harness } from '../harness/harness.ts';
import { RehearsalError } from '../shared/errors.ts';

/** An object of the cluster, as far as it says who changed it, and when. */
interface Changed {
  readonly kind: string;
  readonly metadata: {
    readonly namespace?: string;
    readonly name: string;
    /** Times are whole seconds, ISO 8601. */
    readonly managedFields?: readonly { readonly manager: string; readonly time?: string }[];
  };
}

/** What the gate did in a merge. */
interface Held {
  /** From the merge to the moment when the settings said that the infrastructure is complete, in seconds. */
  readonly seconds: number;
  /** How many objects Flux changed after that moment. */
  readonly objects: number;
}

/**
 * Requires that Flux changed no object between a merge and the moment when its infrastructure was complete. Looks at
 * every object in the inventories of Flux; Kubernetes notes the last change of each field manager in whole seconds.
 * @param merged milliseconds since 1970, before the merge
 * @throws RehearsalError that names the objects which were changed too early, or says that none was changed at all
 */
export async function requireHeld(harness: Harness, merged: number): Promise<Held> {
  const { name, namespace } = SETTINGS_CONFIG_MAP;
  const settings = await objects<Changed>(harness, ['-n', namespace, 'get', 'configmap', name]);
  const opened = Math.max(...settings.flatMap((object) => times(object, () => true)));
  const flux = (object: Changed) => times(object, (manager) => manager === 'kustomize-controller');
  const changed = (await inventory(harness)).filter((object) => flux(object).some((time) => time > merged));
  const early = changed.filter((object) => flux(object).some((time) => time > merged && time < opened));
  if (opened <= merged) throw gateFailed('the settings were not written after the merge');
  if (changed.length === 0) throw gateFailed('Flux changed nothing after the merge');
  if (early.length > 0) {
    const names = early.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    throw gateFailed(`Flux changed ${names.join(', ')} before the infrastructure was complete`);
  }
  return { seconds: Math.round((opened - merged) / 1000), objects: changed.length };
}

/** When the managers of an object changed it, in milliseconds since 1970. */
function times({ metadata }: Changed, by: (manager: string) => boolean): number[] {
  return (metadata.managedFields ?? []).flatMap(({ manager, time }) =>
    time !== undefined && by(manager) ? [Date.parse(time)] : [],
  );
}

/** Every object that a Kustomization of Flux has applied. */
async function inventory(harness: Harness): Promise<Changed[]> {
  const applied = await listed(harness);
  const all = await objects<Changed>(harness, ['get', '--all-namespaces', [...kindsOf(applied)].join(',')]);
  return all.filter(({ kind, metadata }) =>
    applied.some(
      (one) => one.kind === kind && one.name === metadata.name && one.namespace === (metadata.namespace ?? ''),
    ),
  );
}

/** The kinds of all objects that a Kustomization of Flux has applied, as `Deployment.apps` or `ConfigMap`. */
export async function inventoryKinds(harness: Harness): Promise<Set<string>> {
  return kindsOf(await listed(harness));
}

async function listed(harness: Harness): Promise<Listed[]> {
  const kustomizations = await objects<unknown>(harness, ['-n', 'flux-system', 'get', 'kustomizations']);
  return kustomizations.flatMap((one) => inventoryOf(fluxObject.parse(one)));
}

const kindsOf = (applied: readonly Listed[]): Set<string> =>
  new Set(applied.map(({ group, kind }) => (group ? `${kind}.${group}` : kind)));

async function objects<T>(harness: Harness, args: readonly string[]): Promise<T[]> {
  const { kubectl } = await harness.cluster();
  const found = JSON.parse(await kubectl([...args, '--output=json', '--show-managed-fields'])) as { items?: T[] };
  return found.items ?? [found as T];
}

function gateFailed(what: string): RehearsalError {
  return new RehearsalError(`the gate: ${what}`, {
    help: 'see docs/decisions/0015-the-gate.md; run again with --keep',
  });
}
