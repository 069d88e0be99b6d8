import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** How a run of the command line ended. */
export interface Run {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** The project's folder. */
  readonly root: string;
  /** @default `root` */
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Is called with the process, to disturb it. */
  readonly meanwhile?: (child: ChildProcess) => Promise<void> | void;
}

/** `npx onemerge` of a project, without the credentials and settings of whoever runs the tests. */
export async function runOnemerge(
  words: readonly string[],
  { root, cwd = root, env = {}, meanwhile }: RunOptions,
): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env;
  const args = ['--import', import.meta.resolve('tsx'), `${root}/bin/onemerge.ts`, ...words];
  const child = spawn(process.execPath, args, { cwd, env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const reading = Promise.all([text(child.stdout), text(child.stderr)]).catch(() => ['', '']);
  const closing = once(child, 'close');
  await meanwhile?.(child);
  const [code] = await closing;
  const [stdout = '', stderr = ''] = await reading;
  return { code, stdout, stderr };
}
