import { memoryPeak } from '../../cluster/container.ts';
import type { ContainerStatus } from './pod-watch.ts';

/** Milliseconds between two looks. */
const EVERY = 500;

/** The most memory that each container of a pod held at once. It is looked at all the time: the figure goes with the container. */
export class MemoryPeaks {
  readonly #containers: () => readonly ContainerStatus[];
  readonly #peaks = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;

  constructor(containers: () => readonly ContainerStatus[]) {
    this.#containers = containers;
    this.#timer = setInterval(() => this.#look(), EVERY).unref();
  }

  /** For people: "prepare 266 MiB, ghost 187 MiB". */
  toString(): string {
    this.#look();
    return [...this.#peaks].map(([name, peak]) => `${name} ${peak} MiB`).join(', ');
  }

  /** Looks no more. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const { name, containerID, state } of this.#containers()) {
      const peak = state.running && containerID ? memoryPeak(containerID) : undefined;
      if (peak !== undefined) this.#peaks.set(name, Math.max(peak, this.#peaks.get(name) ?? 0));
    }
  }
}
