import { type Document, type LineCounter, visit } from 'yaml';
import type { Fault } from '../fault.ts';
import type { Rule } from '../rule.ts';
import { isKustomization, isYaml, parseFile, type SourceFile } from '../source-file.ts';

/** A rule about each file by itself. */
const fileRule = (name: string, check: (file: SourceFile) => Iterable<Fault>): Rule => ({
  name,
  check: ({ files }) => files.flatMap((file) => [...check(file)]),
});

/** The number of the first line that fits, from 1. */
const lineOf = (text: string, pattern: RegExp): number => text.split('\n').findIndex((line) => pattern.test(line)) + 1;

/** An artifact of Flux's holds regular files: https://fluxcd.io/flux/components/source/gitrepositories/ */
export const filesAreRegular: Rule = fileRule('holds regular files', function* ({ path, type, text }) {
  if (type === 'link')
    yield {
      where: path,
      what: 'is a symbolic link, which Flux leaves out',
      edit: 'copy the file, or list it by its path',
    };
  if (type === 'repository')
    yield {
      where: path,
      what: 'is a repository of its own, a submodule perhaps, and Flux fetches nothing of it',
      edit: 'copy the files, without its .git',
    };
  if (type === 'other') yield { where: path, what: 'is no regular file', edit: 'delete it' };
  if (text.startsWith('version https://git-lfs.github.com/spec/'))
    yield {
      where: path,
      what: 'is kept by Git LFS: Flux gets the pointer, not the content',
      edit: 'commit the content itself',
    };
});

/** Line ends and indentation that YAML does not take, or that a value silently keeps. */
export const filesHaveUnixLines: Rule = fileRule('has lines that end as Unix lines do', function* ({ path, text }) {
  const carriage = lineOf(text, /\r/);
  if (carriage > 0) yield { where: `${path}:${carriage}`, what: 'ends in CR LF', edit: 'write LF only' };
});

/** What no YAML parser takes, and what kustomize words without file and line. */
export const filesAreYaml: Rule = fileRule('is YAML', function* (file) {
  if (!isYaml(file) && !isKustomization(file)) return;
  const tab = lineOf(file.text, /^ *\t/);
  if (tab > 0) yield { where: `${file.path}:${tab}`, what: 'is indented by a tab', edit: 'indent it by spaces' };
  for (const { errors } of parseFile(file).documents) {
    for (const { code, message, linePos } of errors) {
      if (tab > 0 && code === 'TAB_AS_INDENT') continue;
      const [first = message] = message.split(/ at line |\n/);
      yield { where: `${file.path}:${linePos?.[0].line ?? 1}`, what: first, edit: EDITS[code] ?? 'correct the YAML' };
    }
  }
});

const EDITS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'remove one of the two: the later one would win in silence',
  BAD_INDENT: 'indent it as its neighbours are',
  TAB_AS_INDENT: 'indent it by spaces',
};

/** An alias that holds itself makes kustomize end in a stack trace. */
export const aliasesLeadSomewhere: Rule = fileRule('has aliases that lead somewhere', function* (file) {
  if (!isYaml(file) && !isKustomization(file)) return;
  const { documents, lines } = parseFile(file);
  const found: Fault[] = [];
  for (const document of documents)
    visit(document, {
      Alias(_, alias, above) {
        const node = alias.resolve(document);
        if (node !== undefined && !above.includes(node)) return;
        const what = node === undefined ? 'names no anchor before it' : 'is inside of what it stands for';
        const where = `${file.path}:${lines.linePos(alias.range?.[0] ?? 0).line}`;
        found.push({ where, what: `*${alias.source} ${what}`, edit: 'write the value itself' });
      },
    });
  yield* found;
});

/** Words that are text to one reader of YAML and something else to another. */
const AMBIGUOUS = /^(?:y|n|yes|no|on|off)$/i;

export const wordsAreQuoted: Rule = fileRule('quotes words that YAML 1.1 reads as true or false', function* (file) {
  if (!isYaml(file)) return;
  const { documents, lines } = parseFile(file);
  for (const { where, value } of documents.flatMap((document) => plainWords(document, lines)))
    yield {
      where: `${file.path}:${where}`,
      what: `${value} is text here, and a truth value for readers of YAML 1.1`,
      edit: `write "${value}" for the text, or ${/^(?:y|yes|on)$/i.test(value) ? 'true' : 'false'}`,
    };
});

function plainWords(
  document: Document.Parsed,
  lines: LineCounter,
): { readonly where: number; readonly value: string }[] {
  const found: { readonly where: number; readonly value: string }[] = [];
  visit(document, {
    Scalar(key, { type, value, range }) {
      if (key === 'key' || type !== 'PLAIN' || typeof value !== 'string' || !AMBIGUOUS.test(value)) return;
      found.push({ where: lines.linePos(range?.[0] ?? 0).line, value });
    },
  });
  return found;
}
