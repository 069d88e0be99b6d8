import { mkdir, statfs } from 'node:fs/promises';
import { PreconditionError } from '../errors.ts';

const GIB = 1024 ** 3;

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
    help: 'free some space (npx onemerge rehearse clean), or set ONEMERGE_CACHE to a folder on a larger disk',
  });
}
