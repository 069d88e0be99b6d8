import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cgroupIds } from './cgroups.ts';

/** A process of this machine. */
export interface ProcessView {
  readonly pid: number;
  readonly command: string;
  /** `NAME=value` of each variable it was started with. */
  readonly environment: readonly string[];
  /** The lines of its /proc/PID/cgroup. */
  readonly cgroups: string;
  /** The namespaces it is in, as the kernel names them: `net:[4026532008]`. */
  readonly namespaces: readonly string[];
}

/** What a run could leave on a machine, as the machine is now. */
export interface MachineView {
  readonly processes: readonly ProcessView[];
  /** The lines of /proc/self/mountinfo. */
  readonly mounts: readonly string[];
  /** Ids of runs that have a cgroup. */
  readonly cgroups: readonly string[];
  /** Paths of what is directly in the places that programs like to write to. */
  readonly entries: ReadonlySet<string>;
}

/** Where programs of a rehearsal would write if the sandbox and their environment did not keep them from it. */
function places(): readonly string[] {
  const home = homedir();
  const known = ['/run', '/var/lib', '/var/log', '/var/tmp', '/tmp', '/etc', '/etc/cni', '/opt', '/usr/libexec'];
  return [...new Set([...known, tmpdir(), home, ...['.cache', '.config', '.local/share'].map((at) => join(home, at))])];
}

export function viewMachine(): MachineView {
  return {
    processes: viewProcesses(),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n'),
    cgroups: cgroupIds(),
    entries: entries(),
  };
}

/** What is directly in those places now. */
export function entries(): ReadonlySet<string> {
  const found = places().filter((place) => existsSync(place));
  return new Set(found.flatMap((place) => readdirSync(place).map((name) => join(place, name))));
}

export function viewProcesses(): ProcessView[] {
  const pids = readdirSync('/proc').map(Number);
  return pids.filter((pid) => pid > 0).flatMap(viewProcess);
}

/** The namespaces that a process is in; `self` is this one. */
export function namespacesOf(pid: number | 'self'): string[] {
  return ['net', 'mnt', 'pid'].map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`));
}

/** Nothing for a process that ended meanwhile. */
function viewProcess(pid: number): ProcessView[] {
  try {
    const words = (file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0').filter(Boolean);
    const cgroups = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
    const command = words('cmdline').join(' ').slice(0, 80);
    return [{ pid, command, environment: words('environ'), cgroups, namespaces: namespacesOf(pid) }];
  } catch {
    return [];
  }
}
