import type { LiveMutation } from './mutation.ts';
import { named, type Target, target, titleOf } from './mutation.ts';

const DELETED: readonly Target[] = [
  'service ghost/ghost',
  'networkpolicy ghost/ghost',
  'networkpolicy ghost/default-deny',
  'configmap ghost/database-ca',
  'externalsecret ghost/owner',
  'externalsecret flux-system/webhook-token',
  'clustersecretstore secrets-manager',
  'targetgroupbinding ghost/ghost',
  'serviceaccount ghost/ghost',
  'receiver flux-system/github',
  'clusterrolebinding onemerge-build-view',
  'validatingadmissionpolicy onemerge-external-secrets',
  'validatingadmissionpolicybinding onemerge-build',
  'deployment external-secrets/external-secrets',
  'serviceaccount external-secrets/external-secrets',
].map(target);

const FINALIZER = 'example.com/held';

const HELD: readonly Target[] = [
  'networkpolicy ghost/default-deny',
  'configmap kube-system/amazon-vpc-cni',
  'service ghost/ghost',
  'serviceaccount ghost/ghost',
].map(target);

const finalizers = (of: Target, list: readonly string[] | null) => [
  'patch',
  ...named(of),
  '--type=merge',
  '--patch',
  JSON.stringify({ metadata: { finalizers: list } }),
];

/** Objects that are deleted, some of which a finalizer keeps. */
export const deletions: readonly LiveMutation[] = [
  ...DELETED.map(
    (of): LiveMutation => ({
      title: `somebody deletes ${titleOf(of)}`,
      make: (kubectl) => kubectl(['delete', ...named(of)]),
    }),
  ),
  ...HELD.map(
    (of): LiveMutation => ({
      title: `somebody deletes ${titleOf(of)}, and a finalizer keeps it`,
      make: async (kubectl) => {
        await kubectl(finalizers(of, [FINALIZER]));
        await kubectl(['delete', '--wait=false', ...named(of)]);
      },
      unmake: (kubectl) => kubectl(finalizers(of, null)),
    }),
  ),
];

const SCALED: readonly (readonly [object: string, replicas: number])[] = [
  ['deployment ghost/ghost', 0],
  ['deployment ghost/ghost', 1],
  ['deployment external-secrets/external-secrets', 0],
  ['deployment external-secrets/external-secrets', 2],
  ['deployment flux-system/kustomize-controller', 0],
  ['deployment flux-system/helm-controller', 0],
];

/** Deployments that are scaled by hand; to what they have, too. */
export const scalings: readonly LiveMutation[] = SCALED.map(([object, replicas]) => ({
  title: `somebody scales ${titleOf(target(object))} to ${replicas}`,
  make: (kubectl) => kubectl(['scale', ...named(target(object)), `--replicas=${replicas}`]),
}));
