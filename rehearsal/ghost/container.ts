import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../shared/process/run.ts';
import { memoryPeak } from './memory.ts';
import { type ContainerProps, makeRoot, type Runtime, runtimeConfig } from './runtime-config.ts';
import { until } from './until.ts';

/** One container of the rendered pod, run by runc with the user, rights, mounts and memory limit that it states. */
export class Container {
  readonly id: string;
  /** Exit code or signal, once it ended. */
  ended: number | string | undefined;
  /** The most memory that it held at once so far, in MiB. */
  peakMemory = 0;
  private readonly runtime: Runtime;
  private readonly logFile: string;
  private readonly process: ChildProcess;

  /** Creates and starts it. */
  constructor(props: ContainerProps) {
    this.id = props.id;
    this.runtime = props.runtime;
    const bundle = join(props.runtime.folder, 'containers', props.id);
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(runtimeConfig(props, makeRoot(props.runtime))));
    this.logFile = join(bundle, 'log');
    writeFileSync(this.logFile, '');
    this.process = spawn(this.runc, [...this.state, 'run', '--bundle', bundle, this.id], {
      env: { ...process.env, ...props.runtime.libraries },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (part: Buffer) => appendFileSync(this.logFile, part));
    }
    // runc removes the control group with the container, and the figure with it.
    const sampling = setInterval(() => this.sampleMemory(), 200);
    this.process.once('exit', (code, signal) => {
      clearInterval(sampling);
      this.ended = signal ?? code ?? 'unknown';
    });
  }

  /** Everything it printed so far. */
  get log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Ends it as the kubelet does: SIGTERM, the grace period, SIGKILL. Resolves to how it ended. */
  async stop(graceSeconds: number): Promise<number | string> {
    await this.signal('SIGTERM');
    return this.end(graceSeconds).catch(async () => {
      await this.signal('SIGKILL');
      return this.end(10);
    });
  }

  /** Sends a signal to its first process. */
  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.call('kill', this.id, name).catch(() => {});
  }

  /** Runs a command inside, as `kubectl exec` would. Resolves to what it printed; rejects when it fails. */
  exec(...command: string[]): Promise<string> {
    return this.call('exec', this.id, ...command);
  }

  /** Waits until it ended. */
  async end(seconds: number): Promise<number | string> {
    return until(`container ${this.id} ends`, seconds, () => this.ended);
  }

  private sampleMemory(): void {
    this.peakMemory = memoryPeak(`${this.runtime.group}/${this.id}`) ?? this.peakMemory;
  }

  private call(...args: string[]): Promise<string> {
    return run(this.runc, [...this.state, ...args], { env: this.runtime.libraries, seconds: 30 });
  }

  private get runc(): string {
    return join(this.runtime.programs, 'usr/sbin/runc');
  }

  private get state(): string[] {
    return ['--root', join(this.runtime.folder, 'runc')];
  }
}
