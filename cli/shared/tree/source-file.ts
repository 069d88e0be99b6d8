import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, LineCounter, parseAllDocuments } from 'yaml';

/** A file below gitops/. */
export interface SourceFile {
  /** In the repository. */
  readonly path: string;
  /** What lies there: a symbolic link is not followed. */
  readonly type: 'file' | 'link' | 'other';
  readonly text: string;
}

/** A YAML file, parsed. */
export interface ParsedFile {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/** The files below a folder, links and special files too, sorted. @param root the repository's folder */
export function readFiles(root: string, folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .sort()
    .flatMap((path) => readOne(root, path));
}

function readOne(root: string, path: string): SourceFile[] {
  const stat = lstatSync(join(root, path));
  if (stat.isDirectory()) return [];
  if (stat.isSymbolicLink()) return [{ path, type: 'link', text: '' }];
  if (!stat.isFile()) return [{ path, type: 'other', text: '' }];
  return [{ path, type: 'file', text: readFileSync(join(root, path), 'utf8') }];
}

const parsed = new WeakMap<SourceFile, ParsedFile>();

/** The documents of a YAML file; what is wrong with them is in their `errors`. */
export function parseFile(file: SourceFile): ParsedFile {
  const known = parsed.get(file);
  if (known) return known;
  const lines = new LineCounter();
  const documents = parseAllDocuments(file.text, { lineCounter: lines, logLevel: 'silent', merge: true });
  const result = { documents: 'empty' in documents ? [] : documents, lines };
  parsed.set(file, result);
  return result;
}

export const isYaml = ({ path }: SourceFile): boolean => /\.ya?ml$/.test(path);

/** The names by which kustomize knows its file, the usual one first. */
export const isKustomization = ({ path }: SourceFile): boolean =>
  /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
