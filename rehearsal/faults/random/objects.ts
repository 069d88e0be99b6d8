import type { Kubectl } from '../../cluster/kubectl.ts';

/** An object of the cluster, as the API server has it now. */
export interface LiveObject {
  readonly kind: string;
  readonly metadata: {
    readonly namespace?: string;
    readonly name: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: objects are as deep and varied as the Kubernetes API.
  readonly [field: string]: any;
}

/** Objects by `Kind namespace/name`. */
export type Objects = ReadonlyMap<string, LiveObject>;

/** Kinds that a chart, Flux and mutations make, whatever the tree holds; definitions left out, which are megabytes. */
const KINDS = [
  'namespaces',
  'configmaps',
  'secrets',
  'services',
  'serviceaccounts',
  'pods',
  'persistentvolumes',
  'persistentvolumeclaims',
  'deployments.apps',
  'jobs.batch',
  'cronjobs.batch',
  'networkpolicies.networking.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
  'externalsecrets.external-secrets.io',
  'clustersecretstores.external-secrets.io',
  'targetgroupbindings.eks.amazonaws.com',
  'receivers.notification.toolkit.fluxcd.io',
  'kustomizations.kustomize.toolkit.fluxcd.io',
  'helmreleases.helm.toolkit.fluxcd.io',
  'ocirepositories.source.toolkit.fluxcd.io',
  'gitrepositories.source.toolkit.fluxcd.io',
];

/** What an object is known by. */
export const keyOf = ({ kind, metadata: { namespace = '', name } }: Pick<LiveObject, 'kind' | 'metadata'>): string =>
  `${kind} ${namespace}/${name}`;

/** What says which resource an object is. */
interface Kinded {
  readonly kind: string;
  readonly apiVersion?: unknown;
}

/** What kubectl calls the kinds of objects: `secretstore.v1.external-secrets.io`, and `namespace` in the core. */
export function kindsOf(objects: readonly Kinded[]): string[] {
  return [...new Set(objects.map((one) => resourceOf(one)))].filter((kind) => !isDefinition(kind));
}

/** The kind alone may be two. */
export function resourceOf({ kind, apiVersion }: Kinded): string {
  const [group, version] = String(apiVersion).includes('/') ? String(apiVersion).split('/') : [];
  return group === undefined ? kind.toLowerCase() : `${kind.toLowerCase()}.${version}.${group}`;
}

const isDefinition = (resource: string): boolean => resource.startsWith('customresourcedefinition.');

/**
 * Everything of those kinds, with an administrator's eyes.
 * @param kinds of the tree, besides
 */
export async function readObjects(kubectl: Kubectl, kinds: readonly string[]): Promise<Objects> {
  const all = [...KINDS, ...kinds].join(',');
  const { items } = JSON.parse(await kubectl(['get', '--all-namespaces', all, '--output=json'])) as {
    readonly items: readonly LiveObject[];
  };
  return new Map(items.map((object) => [keyOf(object), object]));
}
