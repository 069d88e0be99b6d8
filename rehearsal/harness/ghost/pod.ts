import type { Api } from '../../cluster/api.ts';
import type { Kubectl } from '../../cluster/kubectl.ts';
import { RehearsalError, WaitError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { MemoryPeaks } from './memory-peaks.ts';
import type { ContainerStatus, PodObject, PodWatch } from './pod-watch.ts';

/** Seconds for anything that a start of Ghost is part of; a machine may be busy with other things. */
export const TIMEOUT_SECONDS = 300;

type ContainerName = 'prepare' | 'ghost';

/** What a pod is looked at with. */
export interface PodTools {
  readonly watch: Pick<PodWatch, 'present' | 'last'>;
  readonly api: Pick<Api, 'ask'>;
  readonly kubectl: Kubectl;
  /** Whether readers reach a pod through CloudFront. */
  readonly reached: () => Promise<boolean>;
}

/** The blog's pod, as the API server and the kubelet tell of it. */
export class GhostPod {
  readonly name: string;
  readonly memory = new MemoryPeaks(() => this.#containers);
  readonly #uid: string;
  readonly #tools: PodTools;
  readonly #started: number;

  /** @param started when it was asked for, by `performance.now()` */
  constructor({ metadata }: PodObject, started: number, tools: PodTools) {
    this.name = metadata.name;
    this.#uid = metadata.uid;
    this.#started = started;
    this.#tools = tools;
  }

  get isReady(): boolean {
    return this.#now?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
  }

  /** How often the kubelet started a container again. */
  get restarts(): number {
    return this.#containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
  }

  /** Waits for its address. @throws WaitError */
  address(): Promise<string> {
    return waitFor(`${this.name} has an address`, async () => this.#now?.podIP, {
      seconds: TIMEOUT_SECONDS,
      every: 50,
    });
  }

  /**
   * Waits until the kubelet says that it is Ready, and readers reach it.
   * @returns seconds from when it was asked for until it was Ready
   * @throws RehearsalError with the end of its log
   */
  async untilReady(): Promise<number> {
    try {
      const ready = async () => (this.isReady ? this.#seconds() : undefined);
      const seconds = await waitFor(`${this.name} is Ready`, ready, { seconds: TIMEOUT_SECONDS, every: 50 });
      const reached = async () => (await this.#tools.reached()) || undefined;
      await waitFor(`readers reach ${this.name}`, reached, { seconds: TIMEOUT_SECONDS, every: 50 });
      return seconds;
    } catch (error) {
      if (!(error instanceof WaitError)) throw error;
      const log = await this.log().catch(({ message }: Error) => message);
      const lines = log.trimEnd().split('\n').slice(-15).join('\n');
      throw new RehearsalError(`${error.message}\n${lines}`, { help: error.help, cause: error });
    }
  }

  /** Waits until a container runs. @returns its id @throws WaitError */
  running(name: ContainerName): Promise<string> {
    const look = async () => {
      const container = this.#container(name);
      return container?.state.running ? container.containerID : undefined;
    };
    return waitFor(`${name} runs in ${this.name}`, look, { seconds: TIMEOUT_SECONDS, every: 50 });
  }

  /** The exit code of a container that has ended, also if the kubelet has started it again; undefined while it never has. */
  exitCode(name: ContainerName): number | undefined {
    const container = this.#container(name);
    return (container?.state.terminated ?? container?.lastState?.terminated)?.exitCode;
  }

  /** Waits until a container has ended once. @returns its exit code @throws WaitError */
  ended(name: ContainerName): Promise<number> {
    const look = async () => this.exitCode(name);
    return waitFor(`${name} ends in ${this.name}`, look, { seconds: TIMEOUT_SECONDS, every: 50 });
  }

  /**
   * What its containers printed, before a restart as well, as the kubelet tells it. The last lines of a container may
   * come after its end.
   * @throws RehearsalError when a log cannot be read
   */
  async log(): Promise<string> {
    return (await Promise.all(this.#containers.map(({ name }) => this.#logOf(name)))).join('');
  }

  /** Runs a shell script in Ghost's container. Resolves to what it printed. @throws ProcessError when it fails */
  exec(script: string): Promise<string> {
    return this.#tools.kubectl(['-n', 'ghost', 'exec', this.name, '-c', 'ghost', '--', '/bin/sh', '-c', script]);
  }

  /** Messages of the kubelet's events about it that have this reason, each as often as it happened. */
  async events(reason: 'Unhealthy' | 'ProbeWarning'): Promise<string[]> {
    const selector = encodeURIComponent(`involvedObject.uid=${this.#uid},reason=${reason}`);
    const { text } = await this.#tools.api.ask('GET', `/api/v1/namespaces/ghost/events?fieldSelector=${selector}`);
    const { items } = JSON.parse(text) as { readonly items: readonly { message: string; count?: number }[] };
    return items.flatMap(({ message, count = 1 }) => Array<string>(count).fill(message));
  }

  get #now(): PodObject['status'] {
    return this.#tools.watch.last(this.#uid)?.status;
  }

  get #containers(): readonly ContainerStatus[] {
    return [...(this.#now?.initContainerStatuses ?? []), ...(this.#now?.containerStatuses ?? [])];
  }

  #container(name: ContainerName): ContainerStatus | undefined {
    return this.#containers.find((container) => container.name === name);
  }

  #seconds(): number {
    return Math.round((performance.now() - this.#started) / 100) / 10;
  }

  /** The present run is read first: when the container is started again meanwhile, it is the former one, and not lost. */
  async #logOf(container: string): Promise<string> {
    const present = await this.#read(container, false);
    const former = await this.#read(container, true);
    return former.startsWith(present) ? former : `${former}${present}`;
  }

  /** Nothing for a container that has not started yet, or was never started again: the kubelet answers 400. */
  async #read(container: string, previous: boolean): Promise<string> {
    const path = `/api/v1/namespaces/ghost/pods/${this.name}/log?container=${container}&previous=${previous}`;
    const { status, text } = await this.#tools.api.ask('GET', path);
    if (status === 200) return text;
    if (status === 400) return '';
    throw new RehearsalError(`the log of ${container} in ${this.name} cannot be read: ${status} ${text}`, {
      help: 'run it again with --keep and look at kubelet.log',
    });
  }
}
