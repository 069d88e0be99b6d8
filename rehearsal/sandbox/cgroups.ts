import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = '/sys/fs/cgroup';
const PREFIX = 'onemerge-';

/** Controllers of version 2 without which the kubelet takes a group for missing, where the kernel has them. */
const KUBELET_CONTROLLERS = ['cpu', 'cpuset', 'memory', 'hugetlb', 'pids'];

/** The cgroup of a run: other programs may use the prefix too. */
const RUN = /^onemerge-r[0-9A-Za-z]{6}$/;

/** The cgroup below which a rehearsal's pods live, as the kubelet names it. */
export function cgroupOf(id: string): string {
  return `/${PREFIX}${id}`;
}

function isUnified(root = ROOT): boolean {
  return existsSync(join(root, 'cgroup.controllers'));
}

/** Hierarchies in which the group has to exist: one each for every controller in version 1, a single one in version 2. */
export function hierarchies(root = ROOT): string[] {
  if (isUnified(root)) return [root];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
    .filter((folder) => existsSync(join(folder, 'cgroup.procs'))); // others are somebody's folders
}

/**
 * Makes the rehearsal's cgroup, or one below it. Version 1 starts cpuset groups empty, and nothing can run in one before it
 * is filled.
 * @param path as the kubelet names it
 */
export function makeCgroup(path: string): void {
  const names = path.split('/').filter(Boolean);
  for (const hierarchy of hierarchies()) {
    let parent = hierarchy;
    for (const name of names) {
      const group = join(parent, name);
      mkdirSync(group, { recursive: true });
      for (const file of ['cpuset.cpus', 'cpuset.mems']) {
        const above = join(parent, file);
        if (!isUnified() && existsSync(above)) writeFileSync(join(group, file), readFileSync(above, 'utf8').trim());
      }
      parent = group;
    }
  }
  if (isUnified()) enableControllers();
  for (const hierarchy of hierarchies()) weigh(join(hierarchy, names[0] ?? ''));
}

function enableControllers(): void {
  const words = (file: string) => readFileSync(join(ROOT, file), 'utf8').trim().split(/\s+/);
  const request = controllersToEnable(words('cgroup.controllers'), words('cgroup.subtree_control'));
  if (request !== '') writeFileSync(join(ROOT, 'cgroup.subtree_control'), request);
}

/**
 * How much processor time the pods of a rehearsal get beside other work, as much as four sessions of somebody: on AWS they have machines of
 * their own, and together would count here as one session. By the file of either version of cgroups; 1024 and 100 are one share.
 */
const WEIGHTS = { 'cpu.shares': '4096', 'cpu.weight': '400' };

/** Gives a group below a hierarchy that weight, where the hierarchy shares processors out. */
export function weigh(group: string): void {
  for (const [file, weight] of Object.entries(WEIGHTS))
    if (existsSync(join(group, file))) writeFileSync(join(group, file), weight);
}

/**
 * What to write to `cgroup.subtree_control` of version 2, so that the group has every controller that the kubelet insists
 * on; empty when it has them. The kernel refuses the whole request for one controller that it cannot give, so the
 * request names no others. Untried: no machine with version 2 was at hand.
 */
export function controllersToEnable(available: readonly string[], enabled: readonly string[]): string {
  const wanted = KUBELET_CONTROLLERS.filter((name) => available.includes(name) && !enabled.includes(name));
  return wanted.map((name) => `+${name}`).join(' ');
}

/** Ids of the rehearsals that have a cgroup on this machine, whether they run or not. */
export function cgroupIds(): string[] {
  const ids = hierarchies().flatMap((hierarchy) => readdirSync(hierarchy).filter((name) => RUN.test(name)));
  return [...new Set(ids)].map((name) => name.slice(PREFIX.length));
}

/** Removes the rehearsal's cgroup after its processes are gone. Returns the folders that could not be removed. */
export async function removeCgroup(id: string): Promise<string[]> {
  let left: string[] = [];
  // The kernel empties the groups of killed processes a moment later.
  for (let attempt = 0; attempt < 50; attempt += 1) {
    left = hierarchies().flatMap((hierarchy) => removeTree(join(hierarchy, cgroupOf(id))));
    if (left.length === 0) return [];
    await sleep(100);
  }
  return left;
}

/** Processes in a cgroup and below, as this process's namespace numbers them. @param path as the kubelet names it */
export function cgroupProcesses(path: string): number[] {
  return [...new Set(hierarchies().flatMap((hierarchy) => processesBelow(join(hierarchy, path))))];
}

function processesBelow(group: string): number[] {
  if (!existsSync(group)) return [];
  const children = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const own = readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').map(Number);
  return [...own.filter((pid) => pid > 0), ...children.flatMap((entry) => processesBelow(join(group, entry.name)))];
}

function removeTree(group: string): string[] {
  if (!existsSync(group)) return [];
  const children = readdirSync(group, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const left = children.flatMap((entry) => removeTree(join(group, entry.name)));
  try {
    rmdirSync(group);
    return left;
  } catch {
    return [...left, group];
  }
}
