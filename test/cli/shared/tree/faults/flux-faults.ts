import { podSpec, withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, cronJob, object } from './fault.ts';

export const FLUX_FAULTS: readonly BreaksRule[] = [
  [
    'a Receiver without a token',
    () => withChanged('Receiver', 'github', ({ spec }) => delete spec.secretRef),
    /webhook-receiver\.yaml:\d+$/,
    /spec\.secretRef is missing/,
  ],
  [
    'a Receiver that checks no signature',
    () => withChanged('Receiver', 'github', ({ spec }) => Object.assign(spec, { type: 'generic' })),
    /webhook-receiver\.yaml:\d+$/,
    /spec\.type is generic/,
  ],
  [
    'a Kustomization that is suspended',
    () => withChanged('Kustomization', 'ghost', ({ spec }) => Object.assign(spec, { suspend: true })),
    /ghost\.yaml/,
    /spec\.suspend is true/,
  ],
  [
    'a HelmRelease that is suspended',
    () => withChanged('HelmRelease', 'external-secrets', ({ spec }) => Object.assign(spec, { suspend: true })),
    /external-secrets\.yaml/,
    /spec\.suspend is true/,
  ],
  [
    'a CronJob that is suspended',
    () => withObjects(cronJob(podSpec({ restartPolicy: 'Never' })).replace('schedule', 'suspend: true, schedule')),
    /./,
    /spec\.suspend is true/,
  ],
  [
    'an object that Flux is told to leave alone',
    () =>
      withChanged('Deployment', 'ghost', ({ metadata }) =>
        Object.assign(metadata, { annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' } }),
      ),
    /./,
    /Flux would leave the object as it is/,
  ],
  [
    'an object that Flux only makes once',
    () =>
      withChanged('Deployment', 'ghost', ({ metadata }) =>
        Object.assign(metadata, { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' } }),
      ),
    /./,
    /Flux would leave the object as it is/,
  ],
  [
    'another repository',
    () =>
      withObjects(
        object(
          'source.toolkit.fluxcd.io/v1',
          'GitRepository',
          'spec: { interval: 1m, url: "https://example.com/a" }',
          'flux-system',
        ),
      ),
    /./,
    /another source of objects/,
  ],
];
