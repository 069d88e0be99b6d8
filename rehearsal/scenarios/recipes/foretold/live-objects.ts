import { FLUX_NAMESPACE } from '../../../../lib/names.ts';
import type { Harness } from '../../../harness/harness.ts';

/** Flux labels what it applies, and is told by annotations how to treat it. */
const FLUX = 'kustomize.toolkit.fluxcd.io';

interface LiveObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: unknown;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [more: string]: unknown;
  };
  readonly [field: string]: unknown;
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

/** The kinds that Flux's inventories name, as kubectl takes them: `deployments.apps`. */
export async function appliedKinds(harness: Harness): Promise<string[]> {
  const { kubectl } = await harness.cluster();
  const ids = await kubectl([
    '-n',
    FLUX_NAMESPACE,
    'get',
    'kustomizations',
    '-o',
    'jsonpath={.items[*].status.inventory.entries[*].id}',
  ]);
  // namespace_name_group_kind: https://fluxcd.io/flux/components/kustomize/kustomizations/#inventory
  const kinds = ids.split(' ').map((id) => id.split('_').slice(-2).toReversed());
  return [...new Set(kinds.map(([kind = '', group = '']) => (group === '' ? kind : `${kind}.${group}`)))];
}

const keyOf = ({ kind, metadata: { namespace, name } }: LiveObject) =>
  [kind, namespace, name].filter((part) => part !== undefined).join('/');

/** Not what controllers write: the status, and annotations but those for Flux. */
function contentOf({ metadata: { labels, annotations = {} }, status: _, ...rest }: LiveObject): string {
  const told = Object.entries(annotations).filter(([name]) => name.startsWith(`${FLUX}/`));
  return JSON.stringify({ ...rest, labels, annotations: told });
}
