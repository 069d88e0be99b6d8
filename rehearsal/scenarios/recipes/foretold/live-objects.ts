import { keyOf } from '../../../../cli/review/workload/applied.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { inventoryOf } from '../../../../cli/verify/observe/inventory.ts';
import { fluxObject } from '../../../../cli/verify/observe/kubernetes-objects.ts';
import { FLUX_NAMESPACE } from '../../../../lib/names.ts';
import type { Harness } from '../../../harness/harness.ts';

/** Flux labels what it applies, and is told by annotations how to treat it. */
const FLUX = 'kustomize.toolkit.fluxcd.io';

interface LiveObject extends Manifest {
  readonly metadata: Manifest['metadata'] & { readonly uid: string };
}

/** Objects of the cluster by kind, namespace and name, each with its identity and what Flux wrote into it. */
export type LiveObjects = ReadonlyMap<string, { readonly uid: string; readonly content: string }>;

/**
 * The objects that Flux has applied, also those that it has left since.
 * @param kinds resources, as kubectl takes them
 */
export async function liveObjects(harness: Harness, kinds: readonly string[]): Promise<LiveObjects> {
  const { kubectl } = await harness.cluster();
  const { items } = JSON.parse(
    await kubectl(['get', kinds.join(','), '-A', '--selector', `${FLUX}/name`, '-o', 'json']),
  ) as {
    readonly items: readonly LiveObject[];
  };
  return new Map(items.map((object) => [keyOf(object), { uid: object.metadata.uid, content: contentOf(object) }]));
}

/** The kinds that Flux's inventories name, as kubectl takes them: `Deployment.apps`. */
export async function appliedKinds(harness: Harness): Promise<string[]> {
  const { kubectl } = await harness.cluster();
  const { items } = JSON.parse(await kubectl(['-n', FLUX_NAMESPACE, 'get', 'kustomizations', '-o', 'json'])) as {
    readonly items: readonly unknown[];
  };
  const applied = items.flatMap((item) => inventoryOf(fluxObject.parse(item)));
  return [...new Set(applied.map(({ kind, group }) => (group === '' ? kind : `${kind}.${group}`)))];
}

/** Not what controllers write: the status, and annotations but those for Flux. */
function contentOf({ metadata: { labels, annotations = {} }, status: _, ...rest }: LiveObject): string {
  const told = Object.entries(annotations).filter(([name]) => name.startsWith(`${FLUX}/`));
  return JSON.stringify({ ...rest, labels, annotations: told });
}
