import { spawn } from 'node:child_process';

/** A program failed; the message holds its name and the end of what it said. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Seconds until the program is killed. */
  readonly timeout: number;
}

/**
 * Runs a program to its end and returns what it printed.
 * @throws CommandError when it cannot start, fails, or takes longer than the timeout.
 */
export function run(program: string, args: readonly string[], options: CommandOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      timeout: options.timeout * 1000,
      killSignal: 'SIGKILL',
    });
    let output = '';
    child.stdout.on('data', (part) => (output += part));
    child.stderr.on('data', (part) => (output += part));
    child.once('error', (error) => reject(new CommandError(`${program} does not start: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const end = output.trim().split('\n').slice(-8).join('\n');
      reject(new CommandError(`${program} ${args[0] ?? ''} failed (${signal ?? code}):\n${end}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}
