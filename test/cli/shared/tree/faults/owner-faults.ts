import { withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, object } from './fault.ts';

export const OWNER_FAULTS: readonly BreaksRule[] = [
  [
    'an object without a namespace',
    () => withChanged('Service', 'ghost', ({ metadata }) => delete (metadata as { namespace?: string }).namespace),
    /./,
    /has no namespace/,
  ],
  [
    'an object in the namespace default',
    () => withObjects(object('v1', 'ConfigMap', '', 'default')),
    /./,
    /is default, which nothing restricts/,
  ],
  [
    'a namespace that nobody makes',
    () => withObjects(object('v1', 'ConfigMap', '', 'blog')),
    /./,
    /is blog, which is not made before it/,
  ],
  [
    'a namespace that is made later',
    () => withObjects(object('v1', 'ConfigMap'), 'operators-configs'),
    /./,
    /is ghost, which is not made before it/,
  ],
  [
    'a Namespace in two Kustomizations',
    () =>
      withObjects(
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: ghost, labels: { pod-security.kubernetes.io/enforce: restricted } }',
        'operators-configs',
      ),
    /./,
    /is applied by operators-configs, and by database/,
  ],
  [
    'an object that CDK owns',
    () => withObjects('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: flux-system }'),
    /./,
    /is applied by ghost, and by CDK/,
  ],
  [
    "an object beside its definition's controller",
    () =>
      withObjects(
        object(
          'external-secrets.io/v1',
          'ClusterSecretStore',
          'spec: { provider: { aws: { service: SecretsManager, region: a } } }',
          '',
        ),
        'operators-controllers',
      ),
    /./,
    /whose definition the Kustomization operators-controllers brings/,
  ],
  [
    'Kustomizations that wait for each other',
    () =>
      withChanged('Kustomization', 'operators-controllers', ({ spec }) =>
        Object.assign(spec, { dependsOn: [{ name: 'ghost' }] }),
      ),
    /clusters\/production\/.*\.yaml:\d+$/,
    /leads back to itself/,
  ],
  [
    'a Deployment that does not select its pods',
    () => withChanged('Deployment', 'ghost', ({ spec }) => Object.assign(spec.selector.matchLabels, { a: 'b' })),
    /deployment\.yaml/,
    /is b, and the template has no such label/,
  ],
  [
    'an object over 1 MiB',
    () => withChanged('ConfigMap', 'amazon-vpc-cni', ({ data }) => Object.assign(data, { a: 'x'.repeat(2 ** 20) })),
    /./,
    /has 1\.0 MiB/,
  ],
];
