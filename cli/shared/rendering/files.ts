import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './render.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');

/**
 * The files of a folder that hold an object or patch it: paths in the repository.
 * @param path the folder in the repository
 */
export function filesOf({ kind, metadata }: Manifest, path: string): string[] {
  return filesWhere(path, (text) =>
    parseAllDocuments(text).some(
      (document) => document.get('kind') === kind && document.getIn(['metadata', 'name']) === metadata.name,
    ),
  );
}

/**
 * The files of a folder that hold a text: paths in the repository.
 * @param path the folder in the repository
 */
export function filesHolding(text: string, path: string, repository: string = REPOSITORY): string[] {
  return filesWhere(path, (file) => file.includes(text), repository);
}

/** The YAML files below a folder whose text fits. */
function filesWhere(path: string, fits: (text: string) => boolean, repository: string = REPOSITORY): string[] {
  const folder = join(repository, path);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && fits(readFileSync(join(folder, file), 'utf8')))
    .map((file) => join(path, file))
    .sort();
}
