import { setTimeout as sleep } from 'node:timers/promises';
import { Container } from './container.ts';
import { type ProbeHistory, probeForever } from './probe.ts';
import type { Runtime } from './runtime-config.ts';
import { until } from './until.ts';
import { makeVolumes } from './volumes.ts';
import type { ContainerSpec, ProbeSpec, Workload } from './workload.ts';

export interface PodProps {
  readonly runtime: Runtime;
  readonly workload: Workload;
  /** Folder that stands for the file system behind the claim. */
  readonly content: string;
  /** The pod's address. */
  readonly address: string;
}

/** The kubelet's first delay before it starts a failed container again. It doubles each time. */
const BACK_OFF = 10_000;

let pods = 0;

/** The rendered pod on this machine, treated as the kubelet would: order, probes, restarts, grace period. */
export class Pod {
  readonly address: string;
  ready = false;
  /** How often a container was started again. */
  restarts = 0;
  /** Seconds from the start until the pod was Ready, once it was. */
  readyAfter: number | undefined;
  /** Every container so far, the newest last. */
  readonly containers: Container[] = [];
  readonly probes: Record<'startup' | 'liveness' | 'readiness', ProbeHistory> = {
    startup: { statuses: [] },
    liveness: { statuses: [] },
    readiness: { statuses: [] },
  };
  private readonly props: PodProps;
  private readonly name = `pod-${++pods}`;
  private readonly stopping = new AbortController();
  private readonly volumes: ReadonlyMap<string, string>;
  private readonly life: Promise<void>;
  private readonly started = performance.now();

  /** Creates its volumes and starts its containers, in the background. */
  constructor(props: PodProps) {
    this.props = props;
    this.address = props.address;
    this.volumes = makeVolumes(props.runtime.folder, props.workload, props.content);
    this.life = this.live();
  }

  /** The container that runs now or ran last. */
  get current(): Container | undefined {
    return this.containers.at(-1);
  }

  /** What all containers printed. */
  get log(): string {
    return this.containers.map(({ log }) => log).join('');
  }

  /**
   * @param seconds to wait for it
   * @throws TimeoutError with the end of the log
   */
  async untilReady(seconds: number): Promise<number> {
    await until('the pod is Ready', seconds, () => this.ready).catch((error: Error) => {
      throw new Error(`${error.message}\n${this.log.split('\n').slice(-15).join('\n')}`);
    });
    return this.readyAfter ?? Number.NaN;
  }

  /** Deletes the pod as Kubernetes does: SIGTERM, the grace period, SIGKILL. */
  async delete(): Promise<{ readonly seconds: number; readonly ended: number | string }> {
    const start = performance.now();
    const container = this.current;
    this.ready = false;
    this.stopping.abort();
    const ended = await container?.stop(this.props.workload.pod.terminationGracePeriodSeconds);
    await this.life;
    return { seconds: Math.round((performance.now() - start) / 100) / 10, ended: ended ?? 'never started' };
  }

  private async live(): Promise<void> {
    const { initContainers, containers } = this.props.workload.pod;
    for (const spec of initContainers ?? []) {
      await this.restartUntil(spec, (ended) => ended === 0);
    }
    for (const spec of containers) await this.restartUntil(spec, () => false);
  }

  /** Starts a container again, with the kubelet's delays, until it ended in the wanted way or the pod is deleted. */
  private async restartUntil(spec: ContainerSpec, done: (ended: number | string) => boolean): Promise<void> {
    for (let attempt = 0; !this.stopping.signal.aborted; attempt++) {
      if (attempt > 0) {
        this.restarts++;
        await sleep(BACK_OFF * 2 ** (attempt - 1), undefined, { signal: this.stopping.signal }).catch(() => {});
        if (this.stopping.signal.aborted) return;
      }
      const { runtime, workload } = this.props;
      const id = `${this.name}-${spec.name}-${attempt}`;
      const container = new Container({ runtime, id, spec, pod: workload.pod, volumes: this.volumes });
      this.containers.push(container);
      const probing = new AbortController();
      this.probe(spec, container, probing.signal);
      while (container.ended === undefined) await sleep(20);
      probing.abort();
      this.ready = false;
      if (done(container.ended)) return;
    }
  }

  private probe(spec: ContainerSpec, container: Container, signal: AbortSignal): void {
    const { startupProbe, livenessProbe, readinessProbe } = spec;
    const kill = () => void container.stop(this.props.workload.pod.terminationGracePeriodSeconds);
    const loop = (
      kind: keyof Pod['probes'],
      probe: ProbeSpec | undefined,
      stop: AbortSignal,
      onChange: (healthy: boolean) => void,
    ) => {
      if (probe)
        void probeForever({ address: this.address, probe, history: this.probes[kind], signal: stop, onChange });
    };
    const afterwards = () => {
      loop('liveness', livenessProbe, signal, (healthy) => healthy || kill());
      loop('readiness', readinessProbe, signal, (healthy) => {
        this.ready = healthy && !this.stopping.signal.aborted;
        if (healthy) this.readyAfter ??= Math.round((performance.now() - this.started) / 100) / 10;
      });
    };
    if (startupProbe === undefined) {
      afterwards();
      return;
    }
    const startup = new AbortController();
    signal.addEventListener('abort', () => startup.abort());
    loop('startup', startupProbe, startup.signal, (healthy) => {
      startup.abort();
      if (healthy) afterwards();
      else kill();
    });
  }
}

/** For people: the most memory that each container of a pod held. */
export function memory({ containers }: Pod): string {
  return `memory at its highest: ${containers.map(({ id, peakMemory }) => `${id} ${peakMemory} MiB`).join(', ')}`;
}
