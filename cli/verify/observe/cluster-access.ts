/**
 * What the verdict does in the cluster at every look. What it reads beside that is what Flux has applied, see TREE_ACCESS.
 * A test compares both with what `gitops/operators/configs/build-access.yaml` grants to the build. No Secrets.
 */
export const CLUSTER_ACCESS = {
  gitrepositories: { group: 'source.toolkit.fluxcd.io', version: 'v1', verbs: ['list', 'patch'] },
  ocirepositories: { group: 'source.toolkit.fluxcd.io', version: 'v1', verbs: ['list'] },
  helmcharts: { group: 'source.toolkit.fluxcd.io', version: 'v1', verbs: ['list'] },
  kustomizations: { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', verbs: ['list', 'patch'] },
  helmreleases: { group: 'helm.toolkit.fluxcd.io', version: 'v2', verbs: ['list', 'patch'] },
  fluxinstances: { group: 'fluxcd.controlplane.io', version: 'v1', verbs: ['list'] },
  deployments: { group: 'apps', version: 'v1', verbs: ['list'] },
  replicasets: { group: 'apps', version: 'v1', verbs: ['list'] },
  jobs: { group: 'batch', version: 'v1', verbs: ['list'] },
  horizontalpodautoscalers: { group: 'autoscaling', version: 'v2', verbs: ['list'] },
  pods: { group: '', version: 'v1', verbs: ['list'] },
  'pods/log': { group: '', version: 'v1', verbs: ['get'] },
  events: { group: '', version: 'v1', verbs: ['list'] },
} as const satisfies Record<string, { group: string; version: string; verbs: readonly string[] }>;

/**
 * What Flux may have applied and Kubernetes' own role `view` does not show, by API group. Listed and fetched.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export const TREE_ACCESS: Readonly<Record<string, readonly string[]>> = {
  'source.toolkit.fluxcd.io': ['buckets', 'gitrepositories', 'helmcharts', 'helmrepositories', 'ocirepositories'],
  'kustomize.toolkit.fluxcd.io': ['kustomizations'],
  'helm.toolkit.fluxcd.io': ['helmreleases'],
  'notification.toolkit.fluxcd.io': ['alerts', 'providers', 'receivers'],
  'external-secrets.io': ['clustersecretstores', 'externalsecrets', 'secretstores'],
  'eks.amazonaws.com': ['targetgroupbindings'],
  '': ['namespaces', 'persistentvolumes'],
  'rbac.authorization.k8s.io': ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
  'apiextensions.k8s.io': ['customresourcedefinitions'],
  'apiregistration.k8s.io': ['apiservices'],
  'admissionregistration.k8s.io': [
    'mutatingwebhookconfigurations',
    'validatingadmissionpolicies',
    'validatingadmissionpolicybindings',
    'validatingwebhookconfigurations',
  ],
  'scheduling.k8s.io': ['priorityclasses'],
  'storage.k8s.io': ['storageclasses'],
};

type Access = typeof CLUSTER_ACCESS;

/** The resources on which a verb is used. */
export type ResourceFor<Verb extends string> = {
  [Name in keyof Access]: Verb extends Access[Name]['verbs'][number] ? Name : never;
}[keyof Access];

/** The path of a resource's collection, in one namespace or in all. */
export function collectionPath(resource: keyof Access, namespace?: string): string {
  const { group, version } = CLUSTER_ACCESS[resource];
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === undefined ? `${root}/${resource}` : `${root}/namespaces/${namespace}/${resource}`;
}
