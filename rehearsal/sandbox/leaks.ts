import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { RehearsalError } from '../shared/errors.ts';
import { cgroupOf } from './cgroups.ts';
import { type MachineView, type ProcessView, viewMachine } from './host-snapshot.ts';
import { sandboxVariable } from './plan.ts';

/** A run that has ended. */
export interface EndedRun {
  readonly id: string;
  readonly folder: string;
  /** The namespaces of its sandbox; none when it never got as far. */
  readonly namespaces: readonly string[];
  /** What was in the places that are compared when it began. */
  readonly entriesBefore: ReadonlySet<string>;
  /** Its folder stays, with the logs: it failed, or was kept. */
  readonly logsKept: boolean;
}

/**
 * Names of what only programs of a rehearsal write: not those that people and their tests use at the same time, such as
 * the CDK or kubectl, which the sandbox's environment sends to the run's folder.
 */
const OF_A_REHEARSAL = /\b(containerd|runc|kubelet|kubernetes|netns|cni|etcd|coredns|csi|ministack|mysqld?|mariadb)/i;

/** How long the kernel may take to bury what was killed, in milliseconds. */
const BURIAL = 5000;

/** A process of a run: it has the run's variable, or is in its cgroup, as all of its containers are. */
export function belongsTo(process: ProcessView, run: Pick<EndedRun, 'id' | 'folder'>): boolean {
  return process.environment.includes(sandboxVariable(run.folder)) || inCgroup(process, run.id);
}

function inCgroup({ cgroups }: ProcessView, id: string): boolean {
  return cgroups.includes(`:${cgroupOf(id)}/`) || cgroups.includes(`:${cgroupOf(id)}\n`);
}

/**
 * Whether a process is of another run. The kernel gives the number of a namespace that has gone to the next one that is
 * made, so a run that goes on may seem to be in a namespace of this one.
 */
function isAnothers({ environment, cgroups }: ProcessView, run: Pick<EndedRun, 'id' | 'folder'>): boolean {
  const own = sandboxVariable(run.folder);
  const [name] = own.split('=');
  const ids = [...cgroups.matchAll(/:\/onemerge-(\w+)/g)].map(([, id]) => id);
  return (
    environment.some((variable) => variable.startsWith(`${name}=`) && variable !== own) ||
    ids.some((id) => id !== run.id)
  );
}

/** What is left of a run, in words; empty when nothing is. */
export function leaksOf(run: EndedRun, machine: MachineView, folderExists: boolean): string[] {
  const pinned = (namespace: string) => machine.mounts.some((line) => line.includes(` ${namespace} `));
  const held = (process: ProcessView) =>
    isAnothers(process, run) ? [] : process.namespaces.filter((name) => run.namespaces.includes(name));
  const fresh = [...machine.entries].filter((path) => !run.entriesBefore.has(path));
  return [
    ...machine.processes
      .filter((process) => belongsTo(process, run))
      .map((process) => `${inCgroup(process, run.id) ? 'container' : 'process'} ${process.pid} (${process.command})`),
    ...machine.processes.flatMap((process) => held(process).map((name) => `namespace ${name} of ${process.pid}`)),
    ...run.namespaces.filter(pinned).map((name) => `namespace ${name}, mounted`),
    ...machine.mounts.filter((line) => line.includes(run.folder)).map((line) => `mount ${line.split(' ')[4]}`),
    ...machine.cgroups.filter((id) => id === run.id).map((id) => `cgroup ${cgroupOf(id)}`),
    ...fresh.filter((path) => OF_A_REHEARSAL.test(path)).map((path) => `file ${path}`),
    ...(folderExists && !run.logsKept ? [`folder ${run.folder}`] : []),
  ];
}

/**
 * Makes sure that nothing of a run is left on the machine.
 * @returns words for the table
 * @throws RehearsalError that lists what is left, and names the command that removes it
 */
export async function requireNoLeaks(run: EndedRun): Promise<string> {
  const end = Date.now() + BURIAL;
  let left = leaksOf(run, viewMachine(), existsSync(run.folder));
  while (left.length > 0 && Date.now() < end) {
    await sleep(200);
    left = leaksOf(run, viewMachine(), existsSync(run.folder));
  }
  if (left.length > 0) throw leakError(run.id, left);
  return `no process, container, namespace, mount, cgroup, file${run.logsKept ? `; logs kept: ${run.folder}` : ''}`;
}

/** The error for what is left. */
export function leakError(id: string, left: readonly string[]): RehearsalError {
  const files = left.filter((what) => what.startsWith('file ')).map((what) => what.slice('file '.length));
  const help = [
    ...(files.length < left.length ? ['npx onemerge rehearse clean'] : []),
    ...(files.length > 0 ? [`look whose they are, then: rm -r ${files.join(' ')}`] : []),
  ];
  return new RehearsalError(`the rehearsal ${id} left behind: ${left.join(', ')}`, { help: help.join('; ') });
}
