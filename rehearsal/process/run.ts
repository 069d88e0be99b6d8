import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../errors.ts';
import { hold, killGroup, release } from './groups.ts';
import { tail } from './tail.ts';

export interface RunOptions {
  /** Longest run, in seconds; the command's whole process group is killed after it. */
  readonly seconds: number;
  readonly cwd?: string;
  /** Environment added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where standard error (and standard output too, unless captured) is appended. Without it, errors quote a temporary log. */
  readonly log?: string;
  /** Text for standard input. */
  readonly input?: string;
  /** The command or edit that helps when this fails. */
  readonly help?: string;
  /** Lets the caller stop the command early. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a command to its end and returns what it wrote to standard output.
 * @throws CommandError when it cannot be started, exits with another code than 0, or takes longer than allowed.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'onemerge-run-'));
  const output = join(scratch, 'out');
  const log = options.log ?? join(scratch, 'log');
  try {
    const outcome = await execute(command, args, options, output, log);
    if (options.log) appendFrom(output, options.log);
    if (outcome === 'done') return readFileSync(output, 'utf8');
    const last = tail(log) || tail(output);
    throw new CommandError(`${[command, ...args].join(' ').slice(0, 200)}: ${outcome}${last ? `\n${last}` : ''}`, {
      ...(options.log ? { where: options.log } : {}),
      help: options.help ?? 'read the lines above, then run the same command again',
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function appendFrom(from: string, to: string): void {
  const descriptor = openSync(to, 'a');
  writeSync(descriptor, readFileSync(from));
  closeSync(descriptor);
}

/** Resolves to 'done', or to the words that say why it failed. */
function execute(
  command: string,
  args: readonly string[],
  options: RunOptions,
  output: string,
  log: string,
): Promise<string> {
  const out = openSync(output, 'w');
  const err = openSync(log, 'a');
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(options.cwd ? { cwd: options.cwd } : {}),
      env: { ...process.env, ...options.env },
      stdio: [options.input === undefined ? 'ignore' : 'pipe', out, err],
      detached: true,
    });
    closeSync(out);
    closeSync(err);
    const { pid } = child;
    if (pid !== undefined) hold(pid);
    const stop = (reason: string) => {
      if (pid !== undefined) killGroup(pid);
      resolve(reason);
    };
    const timer = setTimeout(() => stop(`took longer than ${options.seconds} s`), options.seconds * 1000);
    const abort = () => stop('stopped');
    options.signal?.addEventListener('abort', abort, { once: true });
    child.on('error', (error) => resolve(`cannot be started (${error.message})`));
    child.on('exit', (code, signal) => resolve(code === 0 ? 'done' : `ended with ${signal ?? `exit code ${code}`}`));
    child.on('close', () => {
      if (pid !== undefined) release(pid);
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    });
    child.stdin?.on('error', () => undefined); // a command that ends before it has read its input says why by its exit code
    child.stdin?.end(options.input);
  });
}
