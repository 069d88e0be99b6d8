import type { Harness } from '../../harness/harness.ts';
import { replaceMatches } from '../../harness/project.ts';
import { DEPLOYMENT } from '../../scenarios/both-halves.ts';
import { brokenByMerge } from './by-merge.ts';

/** More than any instance of the node pool has. */
const PROCESSORS = '900';

/**
 * What Karpenter writes to a pod that none of its instance types can hold: nobody makes nodes here, so the rehearsal writes it
 * in its name. https://github.com/kubernetes-sigs/karpenter/blob/main/pkg/controllers/provisioning/scheduling/events.go
 */
const SAYS =
  'Failed to schedule pod, incompatible with nodepool "workloads", daemonset overhead={}, no instance type has enough resources';

/** The scheduler hopes for ever; whoever makes nodes knows that it can make none. */
export const fitsNoNode = brokenByMerge({
  id: 'fits-no-node',
  title: 'a pod that no node of the pool can hold',
  cause: 'fits no node',
  edits: { [DEPLOYMENT]: (text) => replaceMatches(text, /( requests:\n +cpu: )\S+/, `$1${PROCESSORS}`, DEPLOYMENT) },
  isFinal: sayAsKarpenter,
});

/** Writes the event to the pod that is not scheduled, as soon as there is one. */
async function sayAsKarpenter(harness: Harness): Promise<true | undefined> {
  const { kubectl } = await harness.cluster();
  const pending = ['-n', 'ghost', 'get', 'pods', '--field-selector=status.phase=Pending', '-o', 'json'];
  const { items } = JSON.parse(await kubectl(pending)) as { readonly items: readonly Pod[] };
  const pod = items.find(({ spec }) => spec.nodeName === undefined);
  if (pod === undefined) return undefined;
  await kubectl(['create', '-f', '-'], { input: JSON.stringify(eventOf(pod)) });
  return true;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly nodeName?: string };
}

function eventOf({ metadata: { name, uid } }: Pod) {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: `${name}.`, namespace: 'ghost' },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'ghost', name, uid },
    type: 'Warning',
    reason: 'FailedScheduling',
    message: SAYS,
    source: { component: 'karpenter' },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
}
