import { type ChildProcess, spawn } from 'node:child_process';
import { InterruptedError } from '../shared/errors.ts';
import { hold, killGroup, release, wasInterrupted } from '../shared/process/groups.ts';
import { waitFor } from '../shared/process/wait.ts';

/** Longest attempt, in seconds: a deployment on a busy machine. */
const TIMEOUT_SECONDS = 600;

/** The shortest rehearsal that enters a sandbox and runs programs in it. */
export const REHEARSE = ['rehearse', '--until', 'validate'];

/** The shortest one that wants everything that is built. */
export const DEPLOY = ['rehearse', '--until', 'deploy'];

/** How a command ended. */
export interface Ending {
  /** The exit code; the signal's name when one ended it. */
  readonly code: number | string;
  /** All that it printed. */
  readonly output: string;
}

export interface AttemptOptions {
  /** Variables added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command that runs the command which follows it, in other namespaces for example. */
  readonly within?: readonly string[];
}

/** `onemerge ...` as a person starts it, in a changed environment. */
export class Attempt {
  readonly #child: ChildProcess;
  readonly #ending: Promise<Ending>;
  #output = '';

  constructor(args: readonly string[], { env = {}, within = [] }: AttemptOptions) {
    const [program = '', ...rest] = [...within, process.execPath, ...process.execArgv, process.argv[1] ?? '', ...args];
    this.#child = spawn(program, rest, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString('utf8');
      });
    }
    this.#ending = this.#watch();
  }

  /** Runs it to its end. */
  static async toTheEnd(args: readonly string[], options: AttemptOptions): Promise<Ending> {
    return await new Attempt(args, options).ending();
  }

  /** Waits until it has ended. @throws InterruptedError when this process was interrupted meanwhile */
  async ending(): Promise<Ending> {
    const ending = await this.#ending;
    if (wasInterrupted()) throw new InterruptedError();
    return ending;
  }

  /** Waits for the moment at which something is seen. @throws WaitError when it ends before that, or it takes too long */
  async until<T>(what: string, look: (output: string) => T | undefined): Promise<T> {
    return await waitFor(what, async () => look(this.#output), {
      seconds: TIMEOUT_SECONDS,
      every: 50,
      hopeless: () => (this.#child.exitCode === null ? undefined : `it ended before that\n${this.#output}`),
      help: 'read what it printed',
    });
  }

  /** Sends its first process a signal: SIGINT is what Ctrl-C sends. What it has started hears nothing of it. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async #watch(): Promise<Ending> {
    const { pid } = this.#child;
    if (pid !== undefined) hold(pid);
    const timer = setTimeout(() => pid !== undefined && killGroup(pid), TIMEOUT_SECONDS * 1000);
    try {
      return await new Promise<Ending>((resolve, reject) => {
        this.#child.once('error', reject);
        this.#child.once('exit', (code, signal) => {
          // What it printed last may arrive after its end; what it leaves running may keep the pipe open.
          setTimeout(() => resolve({ code: code ?? signal ?? '', output: this.#output }), 300);
        });
      });
    } finally {
      clearTimeout(timer);
      if (pid !== undefined) release(pid);
    }
  }
}
