import { keyOf, type LiveObject, type Objects } from './objects.ts';
import type { Expected } from './oracle.ts';

/** Whether everything that a commit is made of does what it is there for, by what it reports itself. */
export function health(
  { commit, rendered, before }: Pick<Expected, 'commit' | 'rendered' | 'before'>,
  now: Objects,
): string[] {
  const keys = new Set([...rendered.map((one) => keyOf(one)), ...before.keys()]);
  const objects = [...keys].flatMap((key) => now.get(key) ?? []);
  return objects.flatMap((object) => {
    const why = [...notReady(object), ...ofKind(object, commit, now)];
    return why.length === 0 ? [] : [`${keyOf(object)}: ${why.join(', ')}`];
  });
}

/** Conditions that must be True where there are any. */
function notReady({ status }: LiveObject): string[] {
  const conditions: readonly { readonly type: string; readonly status: string; readonly reason?: string }[] =
    status?.conditions ?? [];
  return conditions
    .filter(({ type, status: is }) => (type === 'Ready' && is !== 'True') || (type === 'Reconciling' && is === 'True'))
    .map(({ type, reason }) => `${type} ${reason}`);
}

function ofKind(object: LiveObject, commit: string, now: Objects): string[] {
  switch (object.kind) {
    case 'Deployment':
      return ofDeployment(object, now);
    case 'Kustomization':
      return object.status?.lastAppliedRevision?.endsWith(commit)
        ? []
        : [`applied ${object.status?.lastAppliedRevision}`];
    case 'GitRepository':
      return object.status?.artifact?.revision?.endsWith(commit) ? [] : [`holds ${object.status?.artifact?.revision}`];
    case 'ExternalSecret':
      return now.has(`Secret ${object.metadata.namespace}/${object.spec.target?.name ?? object.metadata.name}`)
        ? []
        : ['no Secret'];
    case 'Job':
      return object.status?.conditions?.some(
        (one: { type: string; status: string }) => one.type === 'Complete' && one.status === 'True',
      )
        ? []
        : ['not complete'];
    case 'PersistentVolumeClaim':
      return object.status?.phase === 'Bound' ? [] : ['not bound'];
    default:
      return [];
  }
}

/** As many pods as asked for, all of the present template and ready. */
function ofDeployment({ metadata, spec, status = {} }: LiveObject, now: Objects): string[] {
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return ['not seen yet'];
  const wanted: number = spec.replicas ?? 1;
  const selector = Object.entries<string>(spec.selector?.matchLabels ?? {});
  const pods = [...now.values()].filter(
    (one) =>
      one.kind === 'Pod' &&
      one.metadata.namespace === metadata.namespace &&
      selector.every(([label, value]) => one.metadata.labels?.[label] === value),
  );
  const images = (containers: readonly { readonly image: string }[]) => containers.map(({ image }) => image).join(' ');
  const good = pods.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      pod.status?.conditions?.some(
        (one: { type: string; status: string }) => one.type === 'Ready' && one.status === 'True',
      ) &&
      images(pod.spec.containers) === images(spec.template.spec.containers),
  );
  const counts = [status.updatedReplicas ?? 0, status.availableReplicas ?? 0, status.replicas ?? 0, good.length];
  return counts.every((count) => count === wanted) ? [] : [`${counts.join('/')} of ${wanted} pods`];
}
