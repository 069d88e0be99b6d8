import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CacheFolders } from '../builds/folders.ts';
import { RehearsalError } from '../shared/errors.ts';
import { run as runCommand } from '../shared/process/run.ts';
import { removeCgroup } from './cgroups.ts';
import { type CleanChoice, type CleanPlan, planClean } from './clean.ts';
import { viewProcesses } from './host-snapshot.ts';
import { belongsTo } from './leaks.ts';
import { gatherEvidence, knownRuns, ownerOf, startTime } from './runs.ts';

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
      help: 'npx onemerge rehearse clean; if that fails in the same way: cat <folder>/cgroup.procs',
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
  return runs.filter((id) => ownerOf(join(folders.runs, id)) === undefined);
}

/** Ends a run, if it lives, and removes all that is left of it, kept logs included. */
async function endAndRemove(run: Run): Promise<void> {
  const owner = ownerOf(run.folder);
  if (owner !== undefined) killProcess(owner);
  await endRun(run);
  await removeRun(run, { keepLogs: false });
}

/**
 * Removes the chosen runs of a machine (see `planClean`).
 * @throws RehearsalError for a name that no run has
 */
export async function removeRuns(folders: CacheFolders, choice: CleanChoice): Promise<CleanPlan> {
  const plan = planClean(knownRuns(folders.runs, gatherEvidence(folders)), choice);
  for (const run of plan.remove) await endAndRemove(run);
  return plan;
}

/** Ends the processes of a run, and takes its mounts away. */
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
