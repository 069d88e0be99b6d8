import { InterruptedError } from '../errors.ts';
import { type Reaper, startReaper } from './reaper.ts';

/** Process groups that this process has started and waits for. They are not the terminal's: Ctrl-C does not reach them. */
const alive = new Set<number>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends a process group at once; one that is gone already is fine. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // already gone
  }
}

let reaper: Reaper | undefined;
let interrupted = false;

/** How many wait for what they have begun: while one does, an interrupt does not end this process at once. */
let waiting = 0;

/**
 * While a group is held, an interrupt of this process ends the group, and so does the end of this process: SIGKILL leaves
 * it no time to do it itself.
 */
export function hold(pid: number): void {
  listen();
  alive.add(pid);
  reaper ??= startReaper();
  reaper.hold(pid);
}

/** The group has ended. */
export function release(pid: number): void {
  alive.delete(pid);
  reaper?.release(pid);
  unlisten();
}

/**
 * Does work that has to put things in order when it is interrupted, also between the commands that it runs.
 * @throws InterruptedError when it was
 */
export async function interruptible<T>(work: () => Promise<T>): Promise<T> {
  listen();
  try {
    const result = await work();
    if (interrupted) throw new InterruptedError();
    return result;
  } finally {
    unlisten();
  }
}

/** True once somebody interrupted this process: nothing more is to be started. */
export function wasInterrupted(): boolean {
  return interrupted;
}

function listen(): void {
  if (waiting === 0) for (const signal of SIGNALS) process.on(signal, endAll);
  waiting += 1;
}

function unlisten(): void {
  waiting -= 1;
  if (waiting === 0) for (const signal of SIGNALS) process.off(signal, endAll);
}

function endAll(): void {
  interrupted = true;
  for (const pid of alive) killGroup(pid);
}
