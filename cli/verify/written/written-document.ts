import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { substitute } from '../../shared/rendering/variables/substitute.ts';
import { SubstitutionError } from '../../shared/rendering/variables/template.ts';
import type { Place } from './field-paths.ts';

/** A YAML document of a file of the commit, with its variables filled in. */
export interface WrittenDocument {
  readonly value: unknown;
  /** `gitops/apps/ghost/service.yaml:7` */
  readonly where: (place: Place) => string;
}

/** Keeps Flux from filling in what looks like a variable. */
const AS_IT_IS = /kustomize\.toolkit\.fluxcd\.io\/substitute["']?:\s*["']?disabled/;

/**
 * The documents of a file; none of what is no YAML, which Flux refuses in words of its own.
 * @param values of the variables; undefined when Flux fills in none
 * @param inline where the text is written when it is no file of its own
 */
export function documentsIn(
  file: string,
  text: string,
  values: Readonly<Record<string, string>> | undefined,
  inline = false,
): WrittenDocument[] {
  const lines = new LineCounter();
  const options = { version: '1.1', merge: true, uniqueKeys: false, logLevel: 'silent', lineCounter: lines } as const;
  const documents = [...parseAllDocuments(filledIn(text, values), options)];
  return documents.flatMap((document) => {
    if (document.errors.length > 0) return [];
    const where = (place: Place) => (inline ? file : `${file}:${lineOf(document, place, lines)}`);
    return [{ value: document.toJS() as unknown, where }];
  });
}

/** The text itself where Flux could not fill it in: it refuses the revision then, and says so. */
function filledIn(text: string, values: Readonly<Record<string, string>> | undefined): string {
  if (values === undefined || AS_IT_IS.test(text)) return text;
  try {
    return substitute(text, values);
  } catch (error) {
    if (error instanceof SubstitutionError) return text;
    throw error;
  }
}

/** The line of a field, from 1; of the nearest one around it where it comes from an anchor elsewhere. */
function lineOf(document: Document.Parsed, place: Place, lines: LineCounter): number {
  for (let length = place.length; length > 0; length -= 1) {
    const node = document.getIn(place.slice(0, length), true);
    if (hasRange(node)) return lines.linePos(node.range[0]).line;
  }
  return lines.linePos(document.range[0]).line;
}

const hasRange = (node: unknown): node is { readonly range: readonly [number, number, number] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
