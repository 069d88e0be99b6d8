import { FLUX_NAMESPACE } from '../../../lib/names.ts';
import type { Harness } from '../../harness/harness.ts';

/** What faults see of the system past the verdict: true, or undefined while it is not so. */
type Seen = Promise<true | undefined>;

interface Status {
  readonly lastAttemptedRevision?: string;
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

async function statusOf(harness: Harness, namespace: string, kind: string, name: string): Promise<Status> {
  const { kubectl } = await harness.cluster();
  return JSON.parse(await kubectl(['-n', namespace, 'get', kind, name, '-o', 'jsonpath={.status}']));
}

const conditionOf = ({ conditions = [] }: Status, type: string) => conditions.find((one) => one.type === type);

/** Flux has tried to apply a commit of the blog, and says that it cannot. */
export async function refusedByFlux(harness: Harness, commit: string): Seen {
  const status = await statusOf(harness, FLUX_NAMESPACE, 'kustomization', 'ghost');
  const { reason = '', status: ready } = conditionOf(status, 'Ready') ?? {};
  const refused = ready === 'False' && ['BuildFailed', 'ReconciliationFailed'].includes(reason);
  return (refused && status.lastAttemptedRevision?.endsWith(commit)) || undefined;
}

/** Flux has tried to fetch the repository, and says that it cannot. */
export async function fetchFailed(harness: Harness): Seen {
  const status = await statusOf(harness, FLUX_NAMESPACE, 'gitrepository', 'flux-system');
  return conditionOf(status, 'Ready')?.status === 'False' || undefined;
}

/** The blog's Deployment says that its rollout has passed its deadline. */
export async function pastDeadline(harness: Harness): Seen {
  const progressing = conditionOf(await statusOf(harness, 'ghost', 'deployment', 'ghost'), 'Progressing');
  return progressing?.reason === 'ProgressDeadlineExceeded' || undefined;
}

/** The kubelet says of a container of the blog that it cannot have its image. */
export async function imageMissing(harness: Harness): Seen {
  const { kubectl } = await harness.cluster();
  const [first, others] = ['initContainerStatuses', 'containerStatuses'].map(
    (list) => `{.items[*].status.${list}[*].state.waiting.reason}`,
  );
  const reasons = `jsonpath=${first} ${others}`;
  return (
    /ErrImagePull|ImagePullBackOff/.test(await kubectl(['get', 'pods', '--all-namespaces', '-o', reasons])) || undefined
  );
}

/** A container of the blog has been started again three times: Kubernetes goes on for ever, and no start will be another one. */
export async function crashedThrice(harness: Harness): Seen {
  const { kubectl } = await harness.cluster();
  const restarts = '-o=jsonpath={.items[*].status.containerStatuses[*].restartCount}';
  const counts = (await kubectl(['-n', 'ghost', 'get', 'pods', restarts])).split(' ').map(Number);
  return counts.some((count) => count >= 3) || undefined;
}

/** An object says that it is not ready, with a reason and a message that match. */
export async function saysNotReady(
  harness: Harness,
  object: { readonly namespace: string; readonly kind: string; readonly name: string },
  why: RegExp,
): Seen {
  const ready = conditionOf(await statusOf(harness, object.namespace, object.kind, object.name), 'Ready');
  return (ready?.status === 'False' && why.test(`${ready.reason}: ${ready.message}`)) || undefined;
}
