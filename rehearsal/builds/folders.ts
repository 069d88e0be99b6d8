import { homedir } from 'node:os';
import { join } from 'node:path';
import { PreconditionError } from '../shared/errors.ts';
import { type Recipe, recipeKey } from './recipe.ts';

/** Sockets live below a run's folder, and Linux allows 107 bytes for a socket's path. */
const LONGEST_ROOT = 60;

/** The folders of the cache, and of the rehearsals that use it. */
export interface CacheFolders {
  readonly root: string;
  /** Finished results, `<name>-<key>`. Whatever is in here is complete. */
  readonly entries: string;
  /** Builds under way. Anything in here may be deleted when nothing runs. */
  readonly building: string;
  readonly logs: string;
  /** Archives of images that somebody brought: of those that are neither built here nor to be had upstream. */
  readonly images: string;
  /** One folder for each rehearsal that runs or was kept. */
  readonly runs: string;
}

/**
 * `ONEMERGE_CACHE`, else `$XDG_CACHE_HOME/onemerge`, else `~/.cache/onemerge`.
 * @throws PreconditionError when the path is relative, or too long for the sockets that live below it.
 */
export function cacheFolders(env: Readonly<Record<string, string | undefined>>): CacheFolders {
  const root = env.ONEMERGE_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'onemerge');
  if (!root.startsWith('/')) {
    throw new PreconditionError(`the cache folder is ${root}, which is not an absolute path`, {
      help: 'set ONEMERGE_CACHE to an absolute path, for example /var/cache/onemerge',
    });
  }
  if (Buffer.byteLength(root) > LONGEST_ROOT) {
    throw new PreconditionError(`the cache folder's path is longer than ${LONGEST_ROOT} bytes: ${root}`, {
      help: 'set ONEMERGE_CACHE to a shorter path, for example /var/cache/onemerge',
    });
  }
  return {
    root,
    entries: join(root, 'entries'),
    building: join(root, 'building'),
    logs: join(root, 'logs'),
    images: join(root, 'images'),
    runs: join(root, 'runs'),
  };
}

/** Where the result of a recipe is, or will be. */
export function entryFolder(folders: CacheFolders, recipe: Recipe): string {
  return join(folders.entries, `${recipe.name}-${recipeKey(recipe)}`);
}
