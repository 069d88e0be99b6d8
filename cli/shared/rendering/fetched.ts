import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MANIFESTS } from '../../../lib/names.ts';
import { IGNORE_FILE, leftOutBy } from './source-ignore.ts';

/** Something below gitops/. Of a link and of a repository in the repository Flux fetches nothing. */
export interface Found {
  /** In the repository. */
  readonly path: string;
  readonly type: 'file' | 'link' | 'other' | 'repository';
}

/**
 * What lies below gitops/, sorted, without what never reaches a cluster: what Git ignores, and what Flux leaves out.
 * Flux checks out this folder alone, so a .sourceignore above it says nothing.
 * @param repository the repository's folder
 */
export function findManifests(repository: string): Found[] {
  const all = pathsBelow(repository, MANIFESTS).sort();
  const nested = all.filter((path) => basename(path) === '.git').map(dirname);
  const below = (path: string) => nested.some((folder) => path.startsWith(`${folder}/`));
  const ignored = ignoredByGit(repository);
  const leftOut = leftOutBy(
    all
      .filter((path) => basename(path) === IGNORE_FILE && !below(path) && typeOf(join(repository, path)) === 'file')
      .sort((a, b) => a.split('/').length - b.split('/').length)
      .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') })),
  );
  const found = all
    .filter((path) => !below(path) && !ignored.has(path) && !leftOut(path))
    .map((path): Found | undefined => {
      const type = nested.includes(path) ? 'repository' : typeOf(join(repository, path));
      return type && { path, type };
    });
  return found.filter((one) => one !== undefined);
}

/** Files and folders. What a link leads to is not below it: Node.js' own walk would go there, and round in circles. */
function pathsBelow(repository: string, folder: string): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [path, ...pathsBelow(repository, path)] : [path];
  });
}

/** Undefined for a folder. */
function typeOf(path: string): Found['type'] | undefined {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isDirectory()) return undefined;
  return stat.isFile() ? 'file' : 'other';
}

/** Files that nobody can commit without force; none where there is no Git, or no clone. */
function ignoredByGit(repository: string): Set<string> {
  if (!existsSync(join(repository, '.git'))) return new Set(); // an archive inside of another clone is none of its files
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', MANIFESTS];
  try {
    const text = execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return new Set(text.split('\0'));
  } catch {
    return new Set();
  }
}
