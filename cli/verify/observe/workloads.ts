import type { ObjectFacts } from '../facts.ts';
import { because, CURRENT } from '../status/any-object.ts';
import { objectStatus } from '../status/object-status.ts';
import type { KubernetesApi } from './kubernetes-api.ts';
import { type Job, job, type Pod } from './kubernetes-objects.ts';
import type { FoundObject } from './owned-objects.ts';
import { podFacts } from './rollouts.ts';

/** Adds to objects of any kind how their pods are, and to CronJobs how their latest Job is. */
export async function withPods(
  api: KubernetesApi,
  found: readonly FoundObject[],
  pods: readonly Pod[],
): Promise<ObjectFacts[]> {
  const periodic = found.some(({ facts }) => facts.kind === 'CronJob');
  const jobs = periodic ? (await api.list('jobs')).map(jobOf) : [];
  return found.map(({ facts, uid }) => {
    if (uid === undefined) return facts;
    const latest = facts.kind === 'CronJob' ? latestJob(uid, jobs) : undefined;
    const ofPods = pods.filter(isOwnedBy(latest?.metadata.uid ?? uid)).map(podFacts);
    return {
      ...facts,
      ...(latest === undefined || facts.state !== 'current' ? {} : { ...statusOf(latest), job: latest.metadata.name }),
      ...(ofPods.length === 0 ? {} : { pods: ofPods }),
    };
  });
}

/** Items of a list say neither version nor kind, and a Job of no kind would be well whatever its pods do. */
const jobOf = (item: unknown): Job => job.parse({ ...(item as object), apiVersion: 'batch/v1', kind: 'Job' });

const isOwnedBy =
  (owner: string) =>
  ({ metadata }: Pick<Pod, 'metadata'>): boolean =>
    metadata.ownerReferences.some(({ uid }) => uid === owner);

function latestJob(owner: string, jobs: readonly Job[]): Job | undefined {
  return jobs
    .filter(isOwnedBy(owner))
    .toSorted((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp))
    .at(-1);
}

/** A CronJob is as its latest Job is; one that runs is well. */
function statusOf(latest: Job): Pick<ObjectFacts, 'state' | 'reason' | 'message'> {
  const status = objectStatus(latest);
  if (status.state === 'failed')
    return because('failed', { ...status, message: `${latest.metadata.name}: ${status.message}` });
  const { ready } = latest.status;
  return typeof ready === 'number' && ready > 0 ? CURRENT : status;
}
