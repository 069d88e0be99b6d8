import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { InterruptedError, RehearsalError } from '../shared/errors.ts';
import { interruptible } from '../shared/process/groups.ts';
import { tail } from '../shared/process/tail.ts';
import { requirePrograms } from '../shared/programs.ts';
import type { Steps } from '../shared/steps.ts';
import { fullDisk, requireSpace } from './disk.ts';
import { type CacheFolders, entryFolder } from './folders.ts';
import { withLock } from './lock.ts';
import { inOrder, type Recipe } from './recipe.ts';

/**
 * Disk that builds take, in GiB for each of their seconds, for both grow with what is compiled: a first build of
 * everything but the browser took 1253 s, and left 3.2 GiB here and 13.8 GiB in Go's own caches; the browser took 20 s
 * and 0.3 GiB.
 */
const GIB_PER_SECOND = 17.3 / 1273;

/** What the rehearsal takes that comes after it, in GiB: who waited for builds must not be refused then. */
const AFTERWARDS_GIB = 5;

/**
 * Builds what the cache lacks, and returns where each recipe's result is.
 * A result is built aside and then renamed, so a build that was killed is simply built again.
 * @throws PreconditionError before anything is built, when the disk is too small, or for programs that a build will call.
 * @throws RehearsalError when a build fails; it quotes the end of the log and names it.
 */
export async function obtain(
  recipes: readonly Recipe[],
  folders: CacheFolders,
  steps: Steps,
): Promise<(recipe: Recipe) => string> {
  const folder = (recipe: Recipe) => entryFolder(folders, recipe);
  const missing = () => inOrder(recipes).filter((recipe) => !existsSync(folder(recipe)));
  if (missing().length > 0) {
    requirePrograms(Object.fromEntries(missing().flatMap(({ programs = {} }) => Object.entries(programs))));
    const gib = Math.ceil(secondsOf(missing()) * GIB_PER_SECOND + AFTERWARDS_GIB);
    await requireSpace(folders.root, gib, 'building what the cache lacks');
    await Promise.all(
      [folders.entries, folders.building, folders.logs].map((path) => mkdir(path, { recursive: true })),
    );
    await withLock(
      join(folders.root, 'lock'),
      () => steps.say('Waiting for another rehearsal, which is building.'),
      async () => {
        const list = missing(); // the one we waited for may have built them
        announce(list, folders, steps);
        // What a killed build was running ends a moment after it, and may still write.
        await rm(folders.building, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
        await mkdir(folders.building, { recursive: true });
        await interruptible(async () => {
          for (const recipe of list) await steps.run(`build ${recipe.name}`, () => buildEntry(recipe, folders));
        });
      },
    );
  }
  const now = new Date();
  await Promise.all(inOrder(recipes).map((recipe) => utimes(folder(recipe), now, now)));
  return folder;
}

const secondsOf = (list: readonly Recipe[]) => list.reduce((sum, recipe) => sum + recipe.coldSeconds, 0);

function announce(list: readonly Recipe[], folders: CacheFolders, steps: Steps): void {
  const seconds = secondsOf(list);
  if (seconds < 10) return;
  const long = list.filter((recipe) => recipe.coldSeconds >= 10);
  const names = long.map(({ name, coldSeconds }) => `${name} (${coldSeconds} s)`);
  steps.say(
    `Building what the cache lacks, about ${Math.ceil(seconds / 60)} min on two cores with nothing downloaded yet:`,
  );
  steps.say(`  ${names.join(', ')}`);
  steps.say(`Cached in ${folders.root} for later rehearsals.`);
  steps.say('Debian packages are unpacked there too; nothing is installed on this machine.');
}

async function buildEntry(recipe: Recipe, folders: CacheFolders): Promise<void> {
  const log = join(folders.logs, `${recipe.name}.log`);
  try {
    await rm(log, { force: true });
    await buildAside(recipe, folders, log);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    const words = `${(error as Error).message}\n${tail(log)}`;
    const full = fullDisk(`building ${recipe.name}`, words, folders.root);
    if (full || error instanceof RehearsalError) throw full ?? error;
    throw new RehearsalError(`building ${recipe.name} failed: ${words}`, {
      where: log,
      help: 'read the log, fix the cause, and run the same command again: finished builds are kept',
      cause: error,
    });
  }
}

async function buildAside(recipe: Recipe, folders: CacheFolders, log: string): Promise<void> {
  const work = await mkdtemp(join(folders.building, `${recipe.name}-`));
  const target = join(work, 'result');
  const scratch = join(work, 'scratch');
  try {
    await mkdir(target);
    await mkdir(scratch);
    await recipe.build(target, { log, scratch, folder: (needed) => entryFolder(folders, needed) });
    await rename(target, entryFolder(folders, recipe));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
