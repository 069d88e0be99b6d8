import { type AnyObject, because, type Condition, CURRENT, type ObjectStatus } from './any-object.ts';
import { KIND_RULES } from './kind-rules.ts';

/** Conditions by which kinds of others say that they are done; the first that an object has counts. */
const DONE = ['Ready', 'Available', 'Accepted', 'Programmed', 'Synced'];

/**
 * How far an object is: the rules of kstatus, by which Flux and kubectl judge too. Differences, all to the strict side:
 * a Job is current once it is complete, a failed pod has failed, and a condition about an older generation says nothing.
 * @see https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md
 */
export function objectStatus(object: AnyObject): ObjectStatus {
  if (object.metadata.deletionTimestamp !== undefined) {
    return {
      state: 'terminating',
      reason: '',
      message: `deleted at ${object.metadata.deletionTimestamp}, and still there`,
    };
  }
  return generic(object) ?? KIND_RULES[kindOf(object)]?.(object) ?? ready(object);
}

/** `apps/Deployment`, `Service`: the group tells kinds of one name apart. */
function kindOf({ apiVersion, kind }: AnyObject): string {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return group ? `${group}/${kind}` : kind;
}

/** What holds for every kind, and comes before its own rules. */
function generic({ metadata, status }: AnyObject): ObjectStatus | undefined {
  const { generation } = metadata;
  const conditionOf = (type: string) => status.conditions.find((one) => one.type === type && one.status === 'True');
  // Stalled first: an object that has given up may not count the generation as observed.
  const stalled = conditionOf('Stalled');
  if (stalled && isOf(stalled, generation)) return because('failed', stalled);
  const failing = status.conditions.find((one) => one.type === 'Ready' && one.status === 'False');
  if (failing?.observedGeneration !== undefined && failing.observedGeneration === generation)
    return because('in progress', failing);
  if (generation !== undefined && status.observedGeneration !== undefined && status.observedGeneration !== generation) {
    return { state: 'in progress', reason: '', message: `generation ${generation} is not seen yet` };
  }
  const reconciling = conditionOf('Reconciling');
  return reconciling && because('in progress', reconciling);
}

/** The rule for kinds without one of their own. */
function ready({ metadata: { generation }, status }: AnyObject): ObjectStatus {
  const found = DONE.map((type) => status.conditions.find((one) => one.type === type)).find((one) => one !== undefined);
  if (found === undefined) return CURRENT;
  if (!isOf(found, generation))
    return { state: 'in progress', reason: '', message: `generation ${generation} is not seen yet` };
  return found.status === 'True' ? syncedStatus(status, generation) : because('in progress', found);
}

const isOf = ({ observedGeneration }: Condition, generation: number | undefined): boolean =>
  observedGeneration === undefined || generation === undefined || observedGeneration === generation;

/**
 * External Secrets counts no generations: it names the version that it synchronized last `<generation>-<hash>`.
 * @see https://github.com/external-secrets/external-secrets/blob/v1.3.2/pkg/controllers/util/util.go
 */
function syncedStatus(status: AnyObject['status'], generation: number | undefined): ObjectStatus {
  const { syncedResourceVersion: synced } = status;
  if (typeof synced !== 'string' || generation === undefined || synced.startsWith(`${generation}-`)) return CURRENT;
  return { state: 'in progress', reason: '', message: `generation ${generation} is not synchronized yet` };
}
