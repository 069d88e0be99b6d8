/** Process groups that this process has started and waits for. They are not the terminal's: Ctrl-C does not reach them. */
const alive = new Set<number>();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The exit code of a program that was interrupted. */
export const INTERRUPTED = 130;

/** Ends a process group at once; one that is gone already is fine. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // already gone
  }
}

/** While a group is held, an interrupt of this process ends the group, and then this process. */
export function hold(pid: number): void {
  if (alive.size === 0) for (const signal of SIGNALS) process.on(signal, endAll);
  alive.add(pid);
}

/** The group has ended. */
export function release(pid: number): void {
  alive.delete(pid);
  if (alive.size === 0) for (const signal of SIGNALS) process.off(signal, endAll);
}

function endAll(): void {
  for (const pid of alive) killGroup(pid);
  process.exit(INTERRUPTED);
}
