import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../shared/process/run.ts';

/** A small disk in a mount namespace of its own: nobody else sees it. */
export interface SmallDisk {
  /** The folder, as this process sees it. */
  readonly fromHere: string;
  /** A command that runs the command which follows it where the disk is seen. */
  readonly within: readonly string[];
  /** Changes its options: `size=1g`, `nr_inodes=100`. */
  readonly resize: (options: string) => Promise<void>;
}

/** Mounts a file system in memory, 64 MiB large, as a new folder, and lets go of it whatever happens. */
export async function withSmallDisk<T>(folder: string, work: (disk: SmallDisk) => Promise<T>): Promise<T> {
  await mkdir(folder);
  // The namespace lasts as long as this shell, which lasts as long as its input: at most as long as this process.
  const script = 'mount -t tmpfs -o size=64m small-disk "$1" && echo mounted && cat';
  const shell = spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  try {
    await once(shell.stdout, 'data', { signal: AbortSignal.timeout(30_000) });
    const enter = [`--target=${shell.pid}`, '--mount', `--wd=${process.cwd()}`, '--'];
    return await work({
      fromHere: join(`/proc/${shell.pid}/root`, folder),
      within: ['nsenter', ...enter],
      resize: async (options) => {
        await run('nsenter', [...enter, 'mount', '-o', `remount,${options}`, folder], { seconds: 30 });
      },
    });
  } finally {
    shell.stdin.end();
    if (shell.exitCode === null) await once(shell, 'exit');
  }
}
