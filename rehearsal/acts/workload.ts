import { FLUX_NAMESPACE } from '../../lib/names.ts';
import { waitFor } from '../process/wait.ts';
import type { Stage } from '../stage/stage.ts';
import type { Act } from './act.ts';

interface Kustomization {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
  };
}

/** The Flux Kustomizations, as the cluster has them now. */
async function kustomizations(stage: Stage): Promise<Kustomization[]> {
  const { kubectl } = await stage.cluster();
  return JSON.parse(await kubectl(['-n', FLUX_NAMESPACE, 'get', 'kustomizations', '-o', 'json'])).items;
}

/** True when a Kustomization is Ready; throws its own words, which a wait that runs out of time quotes. */
async function ready(stage: Stage, name: string): Promise<true> {
  const found = (await kustomizations(stage)).find(({ metadata }) => metadata.name === name);
  const condition = found?.status?.conditions?.find(({ type }) => type === 'Ready');
  if (condition?.status === 'True') return true;
  throw new Error(`${name}: ${condition?.message ?? 'not there yet'}`);
}

/** Waits until a Flux Kustomization of the tree is Ready. Returns the number of its objects. */
export async function settled(stage: Stage, name: string, seconds: number): Promise<number> {
  const { kubectl } = await stage.cluster();
  await waitFor(`the Kustomization ${name} is Ready`, () => ready(stage, name), { seconds, every: 500 });
  const path = 'jsonpath={.status.inventory.entries[*].id}';
  return (await kubectl(['-n', FLUX_NAMESPACE, 'get', 'kustomization', name, '-o', path])).split(' ').length;
}

/** An act that waits for one Flux Kustomization of the tree. */
function applied(name: string, title: string, seconds: number): Act {
  return { id: name, title, play: async (stage) => `${await settled(stage, name, seconds)} objects` };
}

/** What Flux applies of the tree, in its order. */
export const workload: readonly Act[] = [
  applied('flux-system', 'Flux follows the repository', 120),
  applied('operators-controllers', 'Flux applies the operators', 240),
  applied('operators-configs', 'Flux applies what needs them', 180),
];
