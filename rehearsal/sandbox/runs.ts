import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CacheFolders } from '../builds/folders.ts';
import { cgroupIds } from './cgroups.ts';
import { viewProcesses } from './host-snapshot.ts';
import { planFile, runFolderOf, type SandboxPlan } from './plan.ts';

/** A run that has something on this machine. */
export interface KnownRun {
  readonly id: string;
  readonly folder: string;
  /** The run belongs to another cache: its folder, if any, is not among this one's. */
  readonly foreign: boolean;
  /** Its own process; undefined when that is gone. */
  readonly pid: number | undefined;
  /** Number of the user who started it; undefined when nothing tells. */
  readonly user: number | undefined;
  readonly since: Date | undefined;
  /** It was started with --keep. */
  readonly kept: boolean;
}

/** What of the machine tells about runs. */
export interface RunEvidence {
  /** Names in the folder of this cache's runs. */
  readonly folders: readonly string[];
  /** Folders of runs that some process knows. */
  readonly inUse: readonly string[];
  /** Ids of the runs that have a cgroup. */
  readonly cgroups: readonly string[];
  /** What a run's folder tells; undefined when it is gone. */
  readonly status: (folder: string) => Pick<KnownRun, 'pid' | 'user' | 'since' | 'kept'> | undefined;
}

/** Every run on the machine, of this cache and of others, by id. */
export function knownRuns(runs: string, { folders, inUse, cgroups, status }: RunEvidence): KnownRun[] {
  const found = new Map<string, string | undefined>(cgroups.map((id) => [id, undefined]));
  for (const folder of [...inUse, ...folders.map((id) => join(runs, id))]) found.set(basename(folder), folder);
  return [...found].sort().map(([id, folder]) => ({
    id,
    folder: folder ?? join(runs, id),
    foreign: folder === undefined || dirname(folder) !== runs,
    ...((folder && status(folder)) || { pid: undefined, user: undefined, since: undefined, kept: false }),
  }));
}

/** Looks at the machine for what `knownRuns` wants. */
export function gatherEvidence(folders: CacheFolders): RunEvidence {
  return {
    folders: existsSync(folders.runs) ? readdirSync(folders.runs) : [],
    inUse: viewProcesses().flatMap(({ environment }) =>
      environment.map(runFolderOf).filter((folder) => folder !== undefined),
    ),
    cgroups: cgroupIds(),
    status: (folder) => {
      const found = statSync(folder, { throwIfNoEntry: false });
      return found && { pid: ownerOf(folder), user: found.uid, since: found.birthtime, kept: wasKept(folder) };
    },
  };
}

function wasKept(folder: string): boolean {
  const plan = planFile(folder);
  return existsSync(plan) && (JSON.parse(readFileSync(plan, 'utf8')) as SandboxPlan).door !== undefined;
}

/** The process that a run's folder names, if it is that one still. */
export function ownerOf(folder: string): number | undefined {
  const owner = join(folder, 'owner');
  if (!existsSync(owner)) return undefined;
  const [pid = '', started = ''] = readFileSync(owner, 'utf8').split(' ');
  return startTime(Number(pid)) === started ? Number(pid) : undefined;
}

/** When a process started, in the kernel's ticks: together with its number it names a process for good. */
export function startTime(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
