import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import type { Settings } from '../../../lib/settings.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { type SecretsManager, withImage, withoutInitContainers } from './objects.ts';
import { GhostPod, type PodTools, TIMEOUT_SECONDS } from './pod.ts';

/** What of a start differs from the usual one. */
export interface Changes {
  readonly settings?: Partial<Settings>;
  readonly secrets?: SecretsManager;
  /** Another image of Ghost. */
  readonly image?: string;
  /** The pod has no init container. */
  readonly withoutPrepare?: true;
}

/** How a pod ended. */
interface End {
  /** From the request to the end of the pod. */
  readonly seconds: number;
  /** Of Ghost's container; undefined when it never ran. */
  readonly exitCode: number | undefined;
}

const DEPLOYMENT = '/apis/apps/v1/namespaces/ghost/deployments/ghost';

/** The blog's objects in the cluster, applied in Flux's place. */
export class GhostWorkload {
  readonly #tools: PodTools;
  readonly #objects: (changes: Changes) => Manifest[];
  #applied: readonly Manifest[] = [];
  #pod: GhostPod | undefined;

  /** @param objects what Flux would apply, with these changes */
  constructor(tools: PodTools, objects: (changes: Changes) => Manifest[]) {
    this.#tools = tools;
    this.#objects = objects;
  }

  /** The pod that was started last, unless it was ended. */
  get pod(): GhostPod | undefined {
    return this.#pod;
  }

  /** Ends the pod that is there, applies the blog, and returns its new pod, which starts in the background. */
  async start(changes: Changes = {}): Promise<GhostPod> {
    await this.stop();
    const asPinned = this.#objects(changes);
    const rendered = changes.image === undefined ? asPinned : withImage(asPinned, changes.image);
    const objects = changes.withoutPrepare ? withoutInitContainers(rendered) : rendered;
    const started = performance.now();
    await this.#apply(objects);
    const pod = await waitFor('the Deployment has a pod', async () => this.#tools.watch.present[0], {
      seconds: TIMEOUT_SECONDS,
      every: 20,
      help: 'kubectl --namespace ghost describe replicasets, in a run with --keep',
    });
    this.#pod = new GhostPod(pod, started, this.#tools);
    return this.#pod;
  }

  /** Scales the Deployment to nothing, and waits until the kubelet has ended the pod. */
  async stop(): Promise<End> {
    const pod = this.#pod;
    this.#pod = undefined;
    if (!pod) return { seconds: 0, exitCode: undefined };
    const start = performance.now();
    const body = { type: 'application/merge-patch+json', text: JSON.stringify({ spec: { replicas: 0 } }) };
    const { status, text } = await this.#tools.api.ask('PATCH', `${DEPLOYMENT}/scale`, body);
    if (status !== 200) {
      throw new RehearsalError(`the Deployment ghost cannot be scaled to nothing: ${text}`, {
        help: 'kubectl --namespace ghost describe deployment ghost, in a run with --keep',
      });
    }
    const gone = async () => this.#tools.watch.present.length === 0 || undefined;
    await waitFor(`${pod.name} is gone`, gone, { seconds: TIMEOUT_SECONDS, every: 20 });
    pod.memory.stop();
    return { seconds: Math.round((performance.now() - start) / 100) / 10, exitCode: pod.exitCode('ghost') };
  }

  /** Applies objects as Flux does, and prunes those that are no longer among them. */
  async #apply(objects: readonly Manifest[]): Promise<void> {
    const { kubectl } = this.#tools;
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input: list, seconds: 60 });
    const names = new Set(objects.map(nameOf));
    const gone = this.#applied.map(nameOf).filter((name) => !names.has(name));
    if (gone.length > 0) await kubectl(['-n', 'ghost', 'delete', ...gone]);
    this.#applied = objects;
  }
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}
