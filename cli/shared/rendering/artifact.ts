import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findManifests } from './fetched.ts';

/** What Flux's source-controller would have fetched, in a folder of its own. */
export interface Artifact {
  readonly folder: string;
  /** Of names and contents: two artifacts with the same one are the same. */
  readonly digest: string;
  readonly remove: () => void;
}

/**
 * Copies gitops/ as an artifact holds it: regular files alone.
 * @param repository the repository's folder
 */
export function makeArtifact(repository: string): Artifact {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-render-'));
  const hash = createHash('sha256');
  for (const { path, type } of findManifests(repository)) {
    if (type !== 'file') continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    copyFileSync(join(repository, path), join(folder, path));
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(folder, path)))
      .update('\0');
  }
  return { folder, digest: hash.digest('hex'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
