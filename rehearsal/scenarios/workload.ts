import { FLUX_NAMESPACE } from '../../lib/names.ts';
import type { Harness } from '../harness/harness.ts';
import { waitFor } from '../shared/process/wait.ts';
import type { Scenario } from './scenario.ts';

interface Kustomization {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
  };
}

/** The Flux Kustomizations, as the cluster has them now. */
async function kustomizations(harness: Harness): Promise<Kustomization[]> {
  const { kubectl } = await harness.cluster();
  return JSON.parse(await kubectl(['-n', FLUX_NAMESPACE, 'get', 'kustomizations', '-o', 'json'])).items;
}

/** True when a Kustomization is Ready at a commit; throws its message, which a wait that times out quotes. */
async function ready(harness: Harness, name: string, commit: string): Promise<true> {
  return requireReady(
    (await kustomizations(harness)).find(({ metadata }) => metadata.name === name),
    name,
    commit,
  );
}

/** @throws Error that says why it is not ready */
function requireReady(kustomization: Kustomization | undefined, name: string, commit: string): true {
  const condition = kustomization?.status?.conditions?.find(({ type }) => type === 'Ready');
  const revision = kustomization?.status?.lastAppliedRevision ?? 'no revision';
  if (condition?.status === 'True' && revision.endsWith(commit)) return true;
  throw new Error(`${name} at ${revision}: ${condition?.message ?? 'not there yet'}`);
}

/**
 * Waits until a Flux Kustomization of the tree is Ready.
 * @param commit - the commit that it must have applied; any when not given
 * @returns the number of its objects
 */
export async function settled(harness: Harness, name: string, seconds: number, commit = ''): Promise<number> {
  const { kubectl } = await harness.cluster();
  const what = `the Kustomization ${name} is Ready${commit && ` at ${commit.slice(0, 12)}`}`;
  await waitFor(what, () => ready(harness, name, commit), { seconds, every: 300 });
  const path = 'jsonpath={.status.inventory.entries[*].id}';
  return (await kubectl(['-n', FLUX_NAMESPACE, 'get', 'kustomization', name, '-o', path])).split(' ').length;
}

/**
 * Waits until every Flux Kustomization of the cluster is Ready.
 * @param commit - the commit that each must have applied
 */
export async function allSettled(harness: Harness, seconds: number, commit: string): Promise<void> {
  const all = async () => {
    for (const one of await kustomizations(harness)) requireReady(one, one.metadata.name, commit);
    return true;
  };
  await waitFor(`every Kustomization is Ready at ${commit.slice(0, 12)}`, all, { seconds, every: 300 });
}

/** A scenario that waits for one Flux Kustomization of the tree. */
function applied(name: string, title: string, seconds: number): Scenario {
  return { id: name, title, run: async (harness) => `${await settled(harness, name, seconds)} objects` };
}

/** What Flux applies of the tree, in its order. */
export const workload: readonly Scenario[] = [
  applied('flux-system', 'Flux follows the repository', 120),
  applied('operators-controllers', 'Flux applies the operators', 240),
  applied('operators-configs', 'Flux applies the configuration that needs them', 180),
];
