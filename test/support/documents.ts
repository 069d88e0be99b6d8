import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Where documents are: the top, and below these folders. */
const FOLDERS = ['docs', 'rehearsal', '.github'];

const below = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

/** Every Markdown document of the repository: paths in it. */
export const DOCUMENTS: readonly string[] = [...readdirSync(ROOT), ...FOLDERS.flatMap(below)]
  .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
  .sort();

/** The text of a document, by its path in the repository. */
export const readDocument = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
