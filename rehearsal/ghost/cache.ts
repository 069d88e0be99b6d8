import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where things that take long to fetch or build stay between runs. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'onemerge', 'ghost');

/**
 * A folder of the cache that is built once. It gets its name only when it is complete, so that an interrupted build
 * leaves nothing that looks finished, and two builds at once do not meet.
 * @param name carries every version that the content depends on
 * @param build fills the empty folder it is given
 */
export async function cached(name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const scratch = mkdtempSync(join(CACHE, `.building-${name}-`));
  // Programs in it also run as other users.
  chmodSync(scratch, 0o755);
  try {
    await build(scratch);
    if (!existsSync(folder)) renameSync(scratch, folder);
    return folder;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
