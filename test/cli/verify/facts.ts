import type {
  ClusterFacts,
  ConditionFacts,
  ContainerFacts,
  DeploymentFacts,
  Facts,
  FluxFacts,
  InfrastructureFacts,
  ObjectFacts,
  PodFacts,
  ReaderFacts,
  StackFacts,
} from '../../../cli/verify/facts.ts';

export const COMMIT = 'c'.repeat(40);
export const EARLIER = 'a'.repeat(40);
export const LATER = 'd'.repeat(40);
const MERGED_AT = '2026-11-23T10:00:00.000Z';

/** A moment after the merge, in seconds. */
export const after = (seconds: number): string => new Date(Date.parse(MERGED_AT) + seconds * 1000).toISOString();

/** A commit that is live in every part. */
export function facts(overrides: Partial<Facts> = {}): Facts {
  return {
    commit: COMMIT,
    mergedAt: MERGED_AT,
    observedAt: after(100),
    relations: { [COMMIT]: 'same', [EARLIER]: 'ancestor', [LATER]: 'descendant' },
    infrastructure: { value: infrastructure() },
    cluster: { value: cluster() },
    reader: { value: reader() },
    // Flux was asked a moment ago, and has done it.
    requestedAt: overrides.observedAt ?? after(100),
    firstSeen: {},
    ...overrides,
  };
}

/** Facts of a cluster that is live but for what is named. */
export function factsOf(overrides: Partial<ClusterFacts>, others: Partial<Facts> = {}): Facts {
  return facts({ cluster: { value: cluster(overrides) }, ...others });
}

/** Facts of a Deployment that is rolled out but for what is named. */
export function factsOfDeployment(overrides: Partial<DeploymentFacts>, others: Partial<Facts> = {}): Facts {
  // Flux waits for the rollout, and its Kustomization is not ready meanwhile.
  const applying = kustomization({
    revision: EARLIER,
    conditions: [
      condition('Reconciling', 'True', 'Progressing', `Running health checks for revision main@sha1:${COMMIT}`),
      condition('Ready', 'Unknown', 'Progressing', 'Reconciliation in progress'),
    ],
  });
  const deployments = [deployment({ updated: 1, available: 0, ...overrides })];
  return factsOf({ kustomizations: [root(), applying], deployments }, others);
}

/** Facts of a pod of the new template that is not ready. */
export function factsOfPod(overrides: Partial<PodFacts>, others: Partial<Facts> = {}): Facts {
  return factsOfDeployment({ pods: [pod({ ready: false, ...overrides })] }, others);
}

export function infrastructure(overrides: Partial<InfrastructureFacts> = {}): InfrastructureFacts {
  return { stacks: [stack({ name: 'example-network' }), stack({ name: 'example-ghost' })], ...overrides };
}

export function stack(overrides: Partial<StackFacts> = {}): StackFacts {
  return { name: 'example-ghost', status: 'UPDATE_COMPLETE', same: true, at: after(60), failures: [], ...overrides };
}

export function cluster(overrides: Partial<ClusterFacts> = {}): ClusterFacts {
  return {
    source: source(),
    kustomizations: [root(), kustomization()],
    helmReleases: [helmRelease()],
    charts: [],
    deployments: [deployment()],
    ...overrides,
  };
}

export function condition(
  type: string,
  status: ConditionFacts['status'],
  reason = 'Succeeded',
  message = '',
  observedGeneration = 1,
): ConditionFacts {
  return { type, status, reason, message, observedGeneration, at: after(10) };
}

function flux(kind: FluxFacts['kind'], overrides: Partial<FluxFacts>): FluxFacts {
  return {
    kind,
    namespace: 'flux-system',
    name: 'flux-system',
    generation: 1,
    observedGeneration: 1,
    suspended: false,
    handledAt: after(1_000_000),
    conditions: [condition('Ready', 'True')],
    events: [],
    ...overrides,
  };
}

export const source = (overrides: Partial<FluxFacts> = {}): FluxFacts =>
  flux('GitRepository', { revision: COMMIT, storedAt: after(2), ...overrides });

export const root = (overrides: Partial<FluxFacts> = {}): FluxFacts =>
  flux('Kustomization', { revision: COMMIT, attempted: COMMIT, ...overrides });

export const kustomization = (overrides: Partial<FluxFacts> = {}): FluxFacts =>
  root({ name: 'ghost', owner: 'flux-system/flux-system', ...overrides });

export const helmRelease = (overrides: Partial<FluxFacts> = {}): FluxFacts =>
  flux('HelmRelease', {
    namespace: 'external-secrets',
    name: 'external-secrets',
    owner: 'flux-system/ghost',
    chart: 'external-secrets/external-secrets',
    ...overrides,
  });

export const chart = (overrides: Partial<FluxFacts> = {}): FluxFacts =>
  flux('OCIRepository', { namespace: 'external-secrets', name: 'external-secrets', ...overrides });

export function deployment(overrides: Partial<DeploymentFacts> = {}): DeploymentFacts {
  return {
    namespace: 'ghost',
    name: 'ghost',
    owner: 'Kustomization flux-system/ghost',
    missing: false,
    generation: 3,
    observedGeneration: 3,
    wanted: 1,
    total: 1,
    updated: 1,
    available: 1,
    conditions: [condition('Available', 'True'), condition('Progressing', 'True')],
    template: '5d8f6c7b9',
    pods: [pod()],
    events: [],
    ...overrides,
  };
}

/** An object that the blog's Kustomization has applied. */
export function object(overrides: Partial<ObjectFacts> = {}): ObjectFacts {
  const owner = 'Kustomization flux-system/ghost';
  return {
    kind: 'Service',
    namespace: 'ghost',
    name: 'ghost',
    owner,
    state: 'current',
    reason: '',
    message: '',
    ...overrides,
  };
}

export function pod(overrides: Partial<PodFacts> = {}): PodFacts {
  return {
    name: 'ghost-5d8f6c7b9-x2x2x',
    phase: 'Running',
    ready: true,
    containers: [container()],
    events: [],
    logs: [],
    ...overrides,
  };
}

export function container(overrides: Partial<ContainerFacts> = {}): ContainerFacts {
  return { name: 'ghost', init: false, ready: true, restarts: 0, ...overrides };
}

export function reader(overrides: Partial<ReaderFacts> = {}): ReaderFacts {
  return {
    url: 'https://d111111abcdef8.cloudfront.net',
    status: 200,
    generator: 'Ghost 6.65',
    targetGroups: [
      { name: 'LoadBalancerGhostTargets', states: ['healthy'] },
      { name: 'LoadBalancerWebhookTargets', states: ['healthy'] },
    ],
    ...overrides,
  };
}
