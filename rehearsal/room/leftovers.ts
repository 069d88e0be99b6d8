import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CacheFolders } from '../cache/folders.ts';
import { RehearsalError } from '../errors.ts';
import { cgroupIds, removeCgroup } from './cgroups.ts';

/** Makes the folder of a new run and marks it as this process's. Its id is the folder's name. */
export async function createRun(folders: CacheFolders): Promise<{ readonly id: string; readonly folder: string }> {
  await mkdir(folders.runs, { recursive: true });
  const folder = await mkdtemp(join(folders.runs, 'r'));
  await mkdir(join(folder, 'log'));
  await writeFile(join(folder, 'owner'), `${process.pid} ${startTime(process.pid)}`);
  return { id: basename(folder), folder };
}

/** What stays of a run's folder: everything, the logs (after a failure), or nothing. */
export type Keep = 'all' | 'logs' | 'nothing';

/**
 * Removes what a run leaves outside its namespaces: its cgroup, and of its folder what is not kept.
 * @throws RehearsalError when a cgroup cannot be removed, which means that a process of the run still lives.
 */
export async function removeRun(run: { readonly id: string; readonly folder: string }, keep: Keep): Promise<void> {
  const left = await removeCgroup(run.id);
  if (left.length > 0) {
    throw new RehearsalError(`cgroups of the rehearsal ${run.id} could not be removed`, {
      where: left.join(' '),
      help: 'see which process is in it: cat <folder>/cgroup.procs; then: npx onemerge rehearse clean',
    });
  }
  if (keep === 'nothing') await rm(run.folder, { recursive: true, force: true });
  if (keep !== 'logs') return;
  for (const name of readdirSync(run.folder)) {
    if (name !== 'log') await rm(join(run.folder, name), { recursive: true, force: true });
  }
}

/** Removes every run whose process is gone, kept folders included. Returns their ids. */
export async function removeLeftovers(folders: CacheFolders): Promise<string[]> {
  const runs = existsSync(folders.runs) ? readdirSync(folders.runs) : [];
  const alive = runs.filter((id) => isAlive(join(folders.runs, id)));
  const dead = [...new Set([...runs, ...cgroupIds()])].filter((id) => !alive.includes(id));
  const removed: string[] = [];
  for (const id of dead) {
    const folder = join(folders.runs, id);
    // A cgroup without a folder here may belong to a rehearsal with another cache: its processes keep it.
    if (!existsSync(folder) && (await removeCgroup(id)).length > 0) continue;
    await removeRun({ id, folder }, 'nothing');
    removed.push(id);
  }
  return removed;
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
