import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CacheFolders } from '../builds/folders.ts';
import { RehearsalError } from '../shared/errors.ts';
import { run as runCommand } from '../shared/process/run.ts';
import { cgroupIds, removeCgroup } from './cgroups.ts';
import { viewProcesses } from './host-snapshot.ts';
import { belongsTo } from './leaks.ts';
import { runFolderOf } from './plan.ts';

/** A run, by what it has outside its sandbox. */
export interface Run {
  readonly id: string;
  readonly folder: string;
}

/** Makes the folder of a new run and marks it as this process's. Its id is the folder's name. */
export async function createRun(folders: CacheFolders): Promise<Run> {
  await mkdir(folders.runs, { recursive: true });
  const folder = await mkdtemp(join(folders.runs, 'r'));
  await mkdir(join(folder, 'log'));
  await writeFile(join(folder, 'owner'), `${process.pid} ${startTime(process.pid)}`);
  return { id: basename(folder), folder };
}

/**
 * Removes what a run leaves outside its namespaces: its cgroup, and its folder or what of it are no logs.
 * @throws RehearsalError when a cgroup cannot be removed, which means that a process of the run still lives.
 */
export async function removeRun(run: Run, { keepLogs }: { readonly keepLogs: boolean }): Promise<void> {
  const left = await removeCgroup(run.id);
  if (left.length > 0) {
    throw new RehearsalError(`cgroups of the rehearsal ${run.id} could not be removed`, {
      where: left.join(' '),
      help: 'npx onemerge rehearse clean; if it says the same: cat <folder>/cgroup.procs',
    });
  }
  if (!keepLogs) {
    await rm(run.folder, { recursive: true, force: true });
    return;
  }
  for (const name of readdirSync(run.folder)) {
    if (name !== 'log') await rm(join(run.folder, name), { recursive: true, force: true });
  }
}

/** Ids of the runs that left something here and whose own process is gone, those with kept logs included. */
export function endedRuns(folders: CacheFolders): string[] {
  const runs = existsSync(folders.runs) ? readdirSync(folders.runs) : [];
  return runs.filter((id) => !isAlive(join(folders.runs, id)));
}

/** Removes every run whose process is gone, with what is left of it, kept logs included. Returns their ids. */
export async function removeLeftovers(folders: CacheFolders): Promise<string[]> {
  const ours = (id: string) => existsSync(join(folders.runs, id));
  const alive = viewProcesses().flatMap(({ environment }) =>
    environment.map(runFolderOf).filter((at) => at !== undefined),
  );
  const lost = alive
    .filter((folder) => dirname(folder) === folders.runs && !existsSync(folder))
    .map((at) => basename(at));
  const removed = [...new Set([...endedRuns(folders), ...lost])];
  for (const id of removed) {
    const run = { id, folder: join(folders.runs, id) };
    await endRun(run);
    await removeRun(run, { keepLogs: false });
  }
  // A cgroup without a folder here may belong to a rehearsal with another cache, which runs.
  const others = new Set(alive.map((folder) => basename(folder)));
  for (const id of cgroupIds().filter((one) => !ours(one) && !others.has(one))) {
    if ((await removeCgroup(id)).length === 0) removed.push(id);
  }
  return removed;
}

/** Ends the processes of a run that has lost its own, and takes its mounts away. */
async function endRun(run: Run): Promise<void> {
  for (const process of viewProcesses().filter((one) => belongsTo(one, run))) killProcess(process.pid);
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const points = mounts.filter((line) => line.includes(run.folder)).map((line) => line.split(' ')[4] ?? '');
  for (const point of points.reverse()) await runCommand('umount', ['--lazy', point], { seconds: 30 });
}

/** Ends a process; one that is gone already is fine. */
export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone
  }
}

function isAlive(folder: string): boolean {
  const owner = join(folder, 'owner');
  if (!existsSync(owner)) return false;
  const [pid = '', started = ''] = readFileSync(owner, 'utf8').split(' ');
  return startTime(Number(pid)) === started;
}

/** When a process started, in the kernel's ticks: together with its number it names a process for good. */
function startTime(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
