import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type CacheFolders, cacheFolders } from '../builds/folders.ts';
import { createRun, killProcess, removeRun, removeRuns } from '../sandbox/cleanup.ts';
import { viewProcesses } from '../sandbox/host-snapshot.ts';

/** Where one selftest runs. */
export interface Workspace {
  /** A folder of its own. */
  readonly folder: string;
  /** Below it: the cache that the selftest spoils. */
  readonly cache: CacheFolders;
  /** The user's cache, which has everything and is not to be changed. */
  readonly sourceCache: CacheFolders;
}

/** Gives a selftest its workspace, and takes it away again with everything that was started there. */
export async function inWorkspace<T>(sourceCache: CacheFolders, use: (workspace: Workspace) => Promise<T>): Promise<T> {
  const run = await createRun(sourceCache); // so that `clean` removes it if this is killed
  try {
    const cache = cacheFolders({ ONEMERGE_CACHE: join(run.folder, 'cache') });
    try {
      return await use({ folder: run.folder, cache, sourceCache });
    } finally {
      // A selftest that failed may have left its rehearsal running.
      const there = viewProcesses().filter((one) => one.environment.includes(`ONEMERGE_CACHE=${cache.root}`));
      for (const { pid } of there) killProcess(pid);
      await removeRuns(cache, { named: [], all: true });
    }
  } finally {
    await removeRun(run, { keepLogs: false });
  }
}

/**
 * Fills the selftest's cache with what the user's has, by links.
 * @param without names of the recipes whose results it is to lack
 * @param root where this process sees the cache, if it is elsewhere than for the rehearsals in it
 */
export async function borrowCache(
  { cache, sourceCache }: Workspace,
  without: readonly string[] = [],
  root = cache.root,
): Promise<void> {
  const entries = join(root, relative(cache.root, cache.entries));
  await mkdir(entries, { recursive: true });
  for (const name of await readdir(sourceCache.entries)) {
    if (!without.includes(recipeOf(name))) await symlink(join(sourceCache.entries, name), join(entries, name));
  }
}

/** The name of the recipe whose result an entry `<name>-<key>` is. */
function recipeOf(entry: string): string {
  return entry.slice(0, entry.lastIndexOf('-'));
}
