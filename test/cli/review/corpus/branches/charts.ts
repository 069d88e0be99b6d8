import { type Edit, object, write } from '../edits.ts';

/** Branches that change charts and definitions. */
export const CHARTS: Readonly<Record<string, readonly Edit[]>> = {
  'chart-up-with-values': [
    object('operators/OCIRepository-secrets', ({ spec }) => Object.assign(spec.ref, { tag: '2.15.0' })),
    object('operators/HelmRelease-secrets', ({ spec }) => Object.assign(spec.values.webhook, { create: false })),
  ],
  'chart-down': [object('operators/OCIRepository-secrets', ({ spec }) => Object.assign(spec.ref, { tag: '2.13.0' }))],
  'chart-major-from-elsewhere': [
    object('operators/OCIRepository-secrets', ({ spec }) => Object.assign(spec, { url: 'oci://docker.io/it/secrets' })),
  ],
  'chart-major': [object('operators/OCIRepository-secrets', ({ spec }) => Object.assign(spec.ref, { tag: '3.0.0' }))],
  'chart-of-a-range': [
    object('operators/OCIRepository-secrets', ({ spec }) => Object.assign(spec, { ref: { semver: '2.x' } })),
  ],
  'flux-follows-somebody-else': [
    object('flux-system/Kustomization-ghost', ({ spec }) => {
      spec.sourceRef = { kind: 'GitRepository', name: 'stranger' };
      spec.serviceAccountName = 'administrator';
    }),
    write({
      'gitops/flux-system/Receiver-open.yaml':
        'apiVersion: notification.toolkit.fluxcd.io/v1\nkind: Receiver\nmetadata: { name: open }\nspec: { type: generic }\n',
    }),
  ],
  'definition-changed': [
    object('operators/CustomResourceDefinition-its.example.com', ({ spec }) =>
      Object.assign(spec.versions[0], { served: false }),
    ),
  ],
  'definition-pruned': [write({ 'gitops/operators/CustomResourceDefinition-its.example.com.yaml': undefined })],
};
