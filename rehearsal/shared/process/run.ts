import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { InterruptedError, ProcessError } from '../errors.ts';
import { hold, killGroup, release, wasInterrupted } from './groups.ts';
import { tail } from './tail.ts';

export interface RunOptions {
  /** Longest run, in seconds; the command's whole process group is killed after it. */
  readonly seconds: number;
  readonly cwd?: string;
  /** Environment added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where all output is appended; standard output is also returned. */
  readonly log?: string;
  /** Text for standard input. */
  readonly input?: string;
  /** Once aborted, the command is asked by SIGTERM to end. How it ends counts as ever. */
  readonly end?: AbortSignal;
  /** Exit codes that are no failure; 0 alone when not given. */
  readonly codes?: readonly number[];
  /** The command or edit that helps when this fails. */
  readonly help?: string;
}

/** How long output may trail a command's end, in milliseconds: something that it left behind may hold the pipe open. */
const TRAIL = 500;

/** Lines of a failed command's output that its error quotes. */
const QUOTED = 15;

/**
 * Runs a command to its end and returns what it wrote to standard output.
 * @throws ProcessError when it cannot be started, exits with a code that is a failure, or takes longer than allowed.
 * @throws InterruptedError when this process was interrupted meanwhile, or before.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  if (wasInterrupted()) throw new InterruptedError();
  const log = options.log === undefined ? undefined : openSync(options.log, 'a');
  const child = spawn(command, args, {
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, ...options.env },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', log ?? 'pipe'],
    detached: true,
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => {
    output.push(chunk);
    if (log !== undefined) writeSync(log, chunk); // as it comes: what a command complained of last is the end of its log
  });
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdin?.on('error', () => undefined); // a command that ends before it has read its input says why by its exit code
  child.stdin?.end(options.input);
  const outcome = await end(child, options);
  if (log !== undefined) closeSync(log);
  const text = Buffer.concat(output).toString('utf8');
  if (wasInterrupted()) throw new InterruptedError();
  if (outcome === 'done') return text;
  const all = options.log ? tail(options.log, QUOTED) : `${Buffer.concat(errors)}${text}`;
  const last = all.trimEnd().split('\n').slice(-QUOTED).join('\n');
  throw new ProcessError(`${[command, ...args].join(' ').slice(0, 200)}: ${outcome}${last ? `\n${last}` : ''}`, {
    ...(options.log ? { where: options.log } : {}),
    help: options.help ?? 'read the lines above, then run the same command again',
  });
}

/** Resolves to 'done', or to the words that say why the command failed. */
async function end(child: ChildProcess, options: RunOptions): Promise<string> {
  const { pid } = child;
  if (pid !== undefined) hold(pid);
  let timer: NodeJS.Timeout | undefined;
  const ask = () => pid !== undefined && killGroup(pid, 'SIGTERM');
  options.end?.addEventListener('abort', ask);
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(() => {
        if (pid !== undefined) killGroup(pid);
        resolve(`took longer than ${options.seconds} s`);
      }, options.seconds * 1000);
      const { codes = [0] } = options;
      const words = (code: number | null, signal: NodeJS.Signals | null) =>
        code !== null && codes.includes(code) ? 'done' : `ended with ${signal ?? `exit code ${code}`}`;
      child.on('error', (error) => resolve(`cannot be started (${error.message})`));
      child.on('exit', (code, signal) => setTimeout(() => resolve(words(code, signal)), TRAIL).unref());
      child.on('close', (code, signal) => resolve(words(code, signal)));
    });
  } finally {
    clearTimeout(timer);
    options.end?.removeEventListener('abort', ask);
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (pid !== undefined) release(pid);
  }
}
