import { spawn } from 'node:child_process';
import { RehearsalError } from '../shared/errors.ts';

/** Longest wait for another rehearsal's builds, in seconds: a cold build of everything, and half as much again. */
const TIMEOUT_SECONDS = 3600;

/**
 * Runs `work` while holding an exclusive lock on `file`; `waiting` is called once when another process holds it.
 * The lock is the kernel's (flock), so a killed process never leaves it behind.
 * @throws RehearsalError when the lock is not free within an hour.
 */
export async function withLock<T>(file: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  let release = await take(file, 0);
  if (!release) {
    waiting();
    release = await take(file, TIMEOUT_SECONDS);
  }
  if (!release) {
    throw new RehearsalError(`another rehearsal has held the cache for ${TIMEOUT_SECONDS} s`, {
      where: file,
      help: `see which process holds it: fuser -v ${file}`,
    });
  }
  try {
    return await work();
  } finally {
    release();
  }
}

/** Takes the lock within `seconds` and returns what releases it, or undefined. */
function take(file: string, seconds: number): Promise<(() => void) | undefined> {
  // The child holds the lock until its standard input ends, which it does when this process ends, however it ends.
  const holder = spawn('flock', ['--timeout', String(seconds), file, 'sh', '-c', 'echo held; cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  return new Promise((resolve, reject) => {
    holder.on('error', (error) =>
      reject(new RehearsalError(`flock cannot be started (${error.message})`, { help: 'apt-get install util-linux' })),
    );
    holder.stdout.once('data', () => resolve(() => holder.stdin.end()));
    holder.on('exit', () => resolve(undefined));
  });
}
