import { type ApiAccess, watch } from '../../cluster/watch.ts';

interface ContainerState {
  readonly running?: object;
  readonly terminated?: { readonly exitCode: number };
}

/** What the kubelet says of a container. */
export interface ContainerStatus {
  readonly name: string;
  /** `containerd://...`, once it was created. */
  readonly containerID?: string;
  readonly restartCount: number;
  readonly state: ContainerState;
  /** How it was before its last restart. */
  readonly lastState?: ContainerState;
}

/** What the rehearsal reads of a pod. */
export interface PodObject {
  readonly metadata: { readonly uid: string; readonly name: string; readonly deletionTimestamp?: string };
  readonly status?: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

/** The pods of the blog, followed by a watch, so that also the last words about one that is gone are heard. */
export class PodWatch {
  readonly #last = new Map<string, PodObject>();
  #present: readonly PodObject[] = [];

  static follow(access: ApiAccess): PodWatch {
    const pods = new PodWatch();
    const changed = (objects: readonly PodObject[]) => pods.#note(objects);
    const never = new AbortController().signal; // it ends with the sandbox
    void watch<PodObject>(access, '/api/v1/namespaces/ghost/pods', changed, never);
    return pods;
  }

  /** Those that exist now, also while they end. */
  get present(): readonly PodObject[] {
    return this.#present;
  }

  /** What the API server told last of a pod. */
  last(uid: string): PodObject | undefined {
    return this.#last.get(uid);
  }

  #note(objects: readonly PodObject[]): void {
    this.#present = objects;
    for (const object of objects) this.#last.set(object.metadata.uid, object);
  }
}
