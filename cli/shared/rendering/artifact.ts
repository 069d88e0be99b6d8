import { createHash } from 'node:crypto';
import { copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MANIFESTS } from '../../../lib/names.ts';

/** What Flux's source-controller would have fetched, in a folder of its own. */
export interface Artifact {
  readonly folder: string;
  /** Of names and contents: two artifacts with the same one are the same. */
  readonly digest: string;
  readonly remove: () => void;
}

/** What Flux leaves out of every artifact: https://fluxcd.io/flux/components/source/gitrepositories/#default-exclusions */
const LEFT_OUT =
  /(?:^|\/)(?:\.git|\.gitignore|\.gitmodules|\.gitattributes|\.github|\.circleci|\.travis\.yml|\.gitlab-ci\.yml|appveyor\.yml|\.drone\.yml|cloudbuild\.yaml|codeship-(?:services|steps)\.yml|\.goreleaser\.yml|\.sops\.yaml)(?:\/|$)|\.(?:jpg|jpeg|gif|png|wmv|flv|tar\.gz|zip)$/;

/**
 * Copies gitops/ as an artifact holds it: regular files alone, without links, and without what Flux leaves out.
 * @param repository the repository's folder
 */
export function makeArtifact(repository: string): Artifact {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-render-'));
  const hash = createHash('sha256');
  for (const name of readdirSync(join(repository, MANIFESTS), { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(MANIFESTS, name);
    if (LEFT_OUT.test(path) || !lstatSync(join(repository, path)).isFile()) continue;
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
