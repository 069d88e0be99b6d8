import { FLUX_NAMESPACE } from '../../lib/names.ts';
import type { Harness } from '../harness/harness.ts';
import { RehearsalError } from '../shared/errors.ts';
import { waitFor } from '../shared/process/wait.ts';
import { requestsOf } from './requests.ts';
import type { Scenario } from './scenario.ts';
import { UNREAD } from './unread.ts';

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
  return {
    id: name,
    title,
    unread: UNREAD.noBlog,
    run: async (harness) => `${await settled(harness, name, seconds)} objects`,
  };
}

/** What the smallest node that the node pool takes, a t4g.medium, has for pods: less than its two processors and 4 GiB. */
const SMALLEST_NODE = { millicores: 1900, mebibytes: 3200 };

/** The price of the blog is that of one small node: docs/operations.md. */
export const oneNode: Scenario = {
  id: 'one-node',
  title: 'everything fits on one node of the smallest shape',
  run: async (harness) => {
    const { kubectl } = await harness.cluster();
    const { millicores, mebibytes } = requestsOf(JSON.parse(await kubectl(['get', 'pods', '-A', '-o', 'json'])).items);
    const asked = `${millicores}m and ${mebibytes} MiB asked for, of ${SMALLEST_NODE.millicores}m and ${SMALLEST_NODE.mebibytes} MiB`;
    if (millicores <= SMALLEST_NODE.millicores && mebibytes <= SMALLEST_NODE.mebibytes) return asked;
    throw new RehearsalError(`the pods do not fit on a t4g.medium: ${asked}`, {
      help: 'lower the requests in gitops/, or correct the price of the node in cli/review/cost/prices.ts and docs/operations.md',
    });
  },
};

/** What Flux applies of the tree, in its order. */
export const workload: readonly Scenario[] = [
  applied('flux-system', 'Flux follows the repository', 120),
  applied('operators-controllers', 'Flux applies the operators', 240),
  applied('operators-configs', 'Flux applies the configuration that needs them', 180),
];
