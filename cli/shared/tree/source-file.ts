import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { type Found, findManifests } from '../rendering/fetched.ts';

/** A file below gitops/. */
export interface SourceFile extends Found {
  /** Empty for what is no file. */
  readonly text: string;
}

/** A YAML file, parsed. */
export interface ParsedFile {
  readonly documents: readonly Document.Parsed[];
  readonly lines: LineCounter;
}

/** The files of gitops/ that reach a cluster, and what lies among them and does not, sorted. @param root the repository's folder */
export function readFiles(root: string): SourceFile[] {
  return findManifests(root).map((found) => ({
    ...found,
    text: found.type === 'file' ? readFileSync(join(root, found.path), 'utf8') : '',
  }));
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
