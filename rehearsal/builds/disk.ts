import { mkdir, statfs } from 'node:fs/promises';
import { PreconditionError, RehearsalError } from '../shared/errors.ts';

const GIB = 1024 ** 3;

/** What helps when a disk is too small. Go's caches take four times what this one takes. */
const MAKE_ROOM =
  'free some space (npx onemerge rehearse clean), or set ONEMERGE_CACHE, and GOCACHE and GOMODCACHE, to folders on a larger disk';

/**
 * Makes sure that `folder` exists on a file system with at least `gib` GiB free.
 * @throws PreconditionError when there is less, naming both figures.
 */
export async function requireSpace(folder: string, gib: number, what: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / GIB;
  if (free >= gib) return;
  throw new PreconditionError(`${what} needs ${gib} GiB of disk, and ${folder} has ${free.toFixed(1)} GiB free`, {
    where: folder,
    help: MAKE_ROOM,
  });
}

/**
 * The error for work that failed because a disk was full; undefined when it failed for another reason.
 * @param words all that it said
 */
export function fullDisk(work: string, words: string, where: string): RehearsalError | undefined {
  const line = words.split('\n').find((text) => /ENOSPC|No space left on device/.test(text));
  if (line === undefined) return undefined;
  return new RehearsalError(`${work} failed: the disk is full\n${line.trim()}`, { where, help: MAKE_ROOM });
}
