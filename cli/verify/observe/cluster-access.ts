/**
 * Everything that the verdict does in the cluster. The client can do nothing else, and a test compares the list with
 * what `gitops/operators/configs/build-access.yaml` grants to the build. No Secrets.
 */
export const CLUSTER_ACCESS = {
  gitrepositories: { group: 'source.toolkit.fluxcd.io', version: 'v1', verbs: ['list', 'patch'] },
  ocirepositories: { group: 'source.toolkit.fluxcd.io', version: 'v1', verbs: ['list'] },
  kustomizations: { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', verbs: ['list'] },
  helmreleases: { group: 'helm.toolkit.fluxcd.io', version: 'v2', verbs: ['list'] },
  deployments: { group: 'apps', version: 'v1', verbs: ['list'] },
  replicasets: { group: 'apps', version: 'v1', verbs: ['list'] },
  pods: { group: '', version: 'v1', verbs: ['list'] },
  'pods/log': { group: '', version: 'v1', verbs: ['get'] },
  events: { group: '', version: 'v1', verbs: ['list'] },
} as const satisfies Record<string, { group: string; version: string; verbs: readonly string[] }>;

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
