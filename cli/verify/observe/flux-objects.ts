import type { ConditionFacts, FluxFacts } from '../facts.ts';
import type { Condition, FluxObject } from './kubernetes-objects.ts';

/** What the verdict needs to know of a Flux object. */
export function fluxFacts(kind: FluxFacts['kind'], { metadata, spec, status }: FluxObject): FluxFacts {
  const { namespace, name, generation, labels } = metadata;
  const revision = commitIn(status.artifact?.revision ?? status.lastAppliedRevision);
  const attempted = kind === 'Kustomization' ? commitIn(status.lastAttemptedRevision) : undefined;
  const storedAt = status.artifact?.lastUpdateTime;
  const handledAt = status.lastHandledReconcileAt;
  const owner = labels['kustomize.toolkit.fluxcd.io/name'];
  const { chartRef } = spec;
  const dependsOn = spec.dependsOn.map((one) => `${one.namespace ?? namespace}/${one.name}`);
  // Flux makes a HelmChart for a release that names its chart itself.
  const chart = chartRef ? `${chartRef.namespace ?? namespace}/${chartRef.name}` : status.helmChart;
  return {
    kind,
    namespace,
    name,
    generation,
    observedGeneration: status.observedGeneration,
    suspended: spec.suspend,
    ...(revision === undefined ? {} : { revision }),
    ...(attempted === undefined ? {} : { attempted }),
    ...(handledAt === undefined ? {} : { handledAt }),
    ...(storedAt === undefined ? {} : { storedAt }),
    ...(owner === undefined ? {} : { owner: `${labels['kustomize.toolkit.fluxcd.io/namespace']}/${owner}` }),
    ...(chart ? { chart } : {}),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    conditions: status.conditions.map(conditionFacts),
    events: [],
  };
}

/** A condition without what changes at every look. */
export function conditionFacts({ lastTransitionTime, observedGeneration, ...rest }: Condition): ConditionFacts {
  return {
    ...rest,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
    ...(lastTransitionTime ? { at: lastTransitionTime } : {}),
  };
}

/** The commit in a revision that Flux writes as `main@sha1:<commit>`. */
function commitIn(revision: string | undefined): string | undefined {
  return revision === undefined ? undefined : (/sha1:([0-9a-f]{40})$/.exec(revision)?.[1] ?? undefined);
}
