import { existsSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';

const GROUPS = '/sys/fs/cgroup';

/** The most memory that a control group held, in MiB; undefined when there is no such group. */
export function memoryPeak(group: string): number | undefined {
  const files = [join(GROUPS, 'memory', group, 'memory.max_usage_in_bytes'), join(GROUPS, group, 'memory.peak')];
  const file = files.find((path) => existsSync(path));
  return file === undefined ? undefined : Math.round(Number(readFileSync(file, 'utf8')) / 2 ** 20);
}

/** Removes the control groups that a run made, in every hierarchy. */
export function removeGroups(group: string): void {
  const hierarchies = ['', ...readdirSync(GROUPS)].map((name) => join(GROUPS, name, group));
  for (const folder of hierarchies.filter((path) => existsSync(path))) {
    const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of inner) rmdirSync(join(folder, name));
    rmdirSync(folder);
  }
}
