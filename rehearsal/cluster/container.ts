import { readdirSync, readFileSync } from 'node:fs';
import { RehearsalError } from '../shared/errors.ts';

/**
 * Kills every process of a container, as the kernel does when memory is short: none of them can say goodbye.
 * @param id - as Kubernetes tells it: `containerd://` and 64 hexadecimal digits
 * @throws RehearsalError when it is no such id, or has no process
 */
export function killContainer(id: string): void {
  const [, name] = /^containerd:\/\/([0-9a-f]{64})$/.exec(id) ?? [];
  const processes = name === undefined ? [] : readdirSync('/proc').filter((entry) => cgroups(entry).includes(name));
  for (const pid of processes) kill(Number(pid));
  if (processes.length > 0) return;
  throw new RehearsalError(`no process belongs to the container "${id}"`, {
    help: 'see with kubectl whether it runs, and look for it in /proc/*/cgroup',
  });
}

/** The control groups of a process; empty for what is none, or has just ended. */
function cgroups(entry: string): string {
  if (!/^\d+$/.test(entry)) return '';
  try {
    return readFileSync(`/proc/${entry}/cgroup`, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}
