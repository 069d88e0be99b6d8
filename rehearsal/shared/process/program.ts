import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RehearsalError } from '../errors.ts';
import { killGroup } from './groups.ts';
import { tail } from './tail.ts';

export interface ProgramOptions {
  readonly log: string;
  readonly cwd?: string;
  /** Environment added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A program that runs until it is stopped: its log, and whether it is still alive. */
export class Program {
  readonly name: string;
  readonly log: string;
  readonly #child: ChildProcess;
  #ended: string | undefined;
  readonly #exit: Promise<void>;

  /** Starts it in a process group of its own, so that Ctrl-C reaches the rehearsal alone, which then stops it in order. */
  constructor(name: string, command: string, args: readonly string[], options: ProgramOptions) {
    this.name = name;
    this.log = options.log;
    const log = openSync(options.log, 'a');
    this.#child = spawn(command, args, {
      ...(options.cwd ? { cwd: options.cwd } : {}),
      env: { ...process.env, ...options.env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.#exit = new Promise((resolve) => {
      const end = (reason: string) => {
        this.#ended ??= reason;
        resolve();
      };
      this.#child.on('error', (error) => end(`cannot be started (${error.message})`));
      this.#child.on('exit', (code, signal) => end(`ended with ${signal ?? `exit code ${code}`}`));
    });
  }

  /** Why it is no longer running, with the end of its log; undefined while it runs. */
  death(): string | undefined {
    return this.#ended === undefined ? undefined : `${this.name} ${this.#ended}\n${tail(this.log, 8)}`;
  }

  /** @throws RehearsalError when the program has ended. */
  assertAlive(): void {
    const death = this.death();
    if (death) throw new RehearsalError(death, { where: this.log, help: 'read its log; run again with --keep' });
  }

  /** Asks it to end, and kills its whole process group after `seconds`. */
  async stop(seconds = 5): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#signal('SIGTERM');
    await Promise.race([this.#exit, sleep(seconds * 1000, undefined, { ref: false })]);
    this.#signal('SIGKILL');
    await Promise.race([this.#exit, sleep(2000, undefined, { ref: false })]);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid !== undefined) killGroup(this.#child.pid, signal);
  }
}
