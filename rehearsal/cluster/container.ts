import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalError } from '../shared/errors.ts';

const GROUPS = '/sys/fs/cgroup';

/** A figure of a control group: version 1 has a hierarchy for each controller, version 2 one for all. */
interface Figure {
  readonly controller: string;
  readonly versionOne: string;
  readonly versionTwo: string;
}

const MEMORY_PEAK: Figure = {
  controller: 'memory',
  versionOne: 'memory.max_usage_in_bytes',
  versionTwo: 'memory.peak',
};
const PROCESSOR: Figure = { controller: 'cpuacct', versionOne: 'cpuacct.usage', versionTwo: 'cpu.stat' };

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
  const text = figureOf(id, MEMORY_PEAK);
  return text === undefined ? undefined : Math.round(Number(text) / 2 ** 20);
}

/** The seconds of a processor that a container has used so far; undefined when it has no process. */
export function processorSeconds(id: string): number | undefined {
  const text = figureOf(id, PROCESSOR);
  if (text === undefined) return undefined;
  const [, microseconds] = /^usage_usec (\d+)$/m.exec(text) ?? [];
  return microseconds === undefined ? Number(text) / 1e9 : Number(microseconds) / 1e6;
}

/** The file of a figure of a container's control group, as text. */
function figureOf(id: string, { controller, versionOne, versionTwo }: Figure): string | undefined {
  const [process] = processesOf(id);
  if (process === undefined) return undefined;
  const files = cgroups(process)
    .split('\n')
    .flatMap((line) => {
      const [, controllers, path = ''] = /^\d+:([^:]*):(.+)$/.exec(line) ?? [];
      if (controllers === '') return join(GROUPS, path, versionTwo);
      return controllers?.split(',').includes(controller) ? join(GROUPS, controllers, path, versionOne) : [];
    });
  const file = files.find((path) => existsSync(path));
  return file === undefined ? undefined : readFileSync(file, 'utf8');
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
