import type { Harness } from '../../harness/harness.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** Values by name, as the cluster reports them. */
type State = Readonly<Record<string, string>>;

/** What a push event changes first: who asked Flux to fetch, and which request it has answered. */
interface Requests extends State {
  /** The value of the annotation that asks; empty when nobody ever asked. */
  readonly requested: string;
  readonly handled: string;
}

const SOURCE = ['-n', 'flux-system', 'get', 'gitrepository', 'flux-system', '-o'];

export async function requests(harness: Harness): Promise<Requests> {
  const { kubectl } = await harness.cluster();
  const { metadata, status } = JSON.parse(await kubectl([...SOURCE, 'json'])) as {
    readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
    readonly status?: { readonly lastHandledReconcileAt?: string };
  };
  return {
    requested: metadata.annotations?.['reconcile.fluxcd.io/requestedAt'] ?? '',
    handled: status?.lastHandledReconcileAt ?? '',
  };
}

/** The revision that Flux has fetched, for example `refs/heads/main@sha1:...`. */
export async function fetched(harness: Harness): Promise<string> {
  const { kubectl } = await harness.cluster();
  return await kubectl([...SOURCE, 'jsonpath={.status.artifact.revision}']);
}

/** What a reader could notice. */
interface Running extends State {
  /** The revision that Flux has fetched. */
  readonly fetched: string;
  /** Of the Deployment. */
  readonly generation: string;
  readonly pods: string;
}

/** What a reader could notice: which revision runs, the Deployment's generation, its pods and how often each restarted. */
export async function running(harness: Harness): Promise<Running> {
  const { kubectl } = await harness.cluster();
  const ghost = (kind: string, path: string) => kubectl(['-n', 'ghost', 'get', kind, '-o', `jsonpath=${path}`]);
  return {
    fetched: await fetched(harness),
    generation: await ghost('deployments', '{.items[*].metadata.generation}'),
    pods: await pods(harness),
  };
}

/** The blog's pods: the uid of each, and how often its containers restarted. */
export async function pods(harness: Harness): Promise<string> {
  const { kubectl } = await harness.cluster();
  const path = '{range .items[*]}{.metadata.uid} restarted {.status.containerStatuses[*].restartCount} {end}';
  return (await kubectl(['-n', 'ghost', 'get', 'pods', '-o', `jsonpath=${path}`])).trim();
}

/** Requires that two observations are the same. @param help what to look at otherwise @throws RehearsalError that names the difference */
export function requireSame(before: State, after: State, help: string): void {
  const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return;
  const words = changed.map((name) => `${name} was "${before[name]}" and is "${after[name]}"`);
  throw new RehearsalError(`the fault should change nothing, but ${words.join('; ')}`, { help });
}
