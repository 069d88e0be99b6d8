import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalError } from '../shared/errors.ts';

const GROUPS = '/sys/fs/cgroup';
const USAGE_V1 = 'memory.max_usage_in_bytes';

/**
 * Kills every process of a container, as the kernel does when memory is short: none of them can say goodbye.
 * @param id - as Kubernetes tells it: `containerd://` and 64 hexadecimal digits
 * @throws RehearsalError when it is no such id, or has no process
 */
export function killContainer(id: string): void {
  const processes = processesOf(id);
  for (const pid of processes) kill(Number(pid));
  if (processes.length > 0) return;
  throw new RehearsalError(`no process belongs to the container "${id}"`, {
    help: 'see with kubectl whether it runs, and look for it in /proc/*/cgroup',
  });
}

/** The most memory that a container has held at once, in MiB; undefined when it has no process. */
export function memoryPeak(id: string): number | undefined {
  const [process] = processesOf(id);
  if (process === undefined) return undefined;
  // One group for all controllers, or one for memory alone: version 2 and version 1 of control groups.
  const files = cgroups(process)
    .split('\n')
    .flatMap((line) => {
      const [, controller, path = ''] = /^\d+:(|memory):(.+)$/.exec(line) ?? [];
      if (controller === undefined) return [];
      return controller === '' ? join(GROUPS, path, 'memory.peak') : join(GROUPS, controller, path, USAGE_V1);
    });
  const file = files.find((path) => existsSync(path));
  return file === undefined ? undefined : Math.round(Number(readFileSync(file, 'utf8')) / 2 ** 20);
}

/** The process ids of a container, as `/proc` writes them. */
function processesOf(id: string): string[] {
  const [, name] = /^containerd:\/\/([0-9a-f]{64})$/.exec(id) ?? [];
  return name === undefined ? [] : readdirSync('/proc').filter((entry) => cgroups(entry).includes(name));
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
