import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hideSecretForms } from './secret-forms.ts';
import { show } from './show.ts';

/** This project's folder. */
const ROOT = dirname(fileURLToPath(new URL('../../package.json', import.meta.url)));

/** Where in the project's source something went wrong. Line and column count from 1, as editors do; both may be unknown. */
interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * What code of this project threw, on one line: `lib/app.ts:12:7: what it said`. Code that does not parse and imports that lead
 * nowhere are told the same way. Never throws.
 * @param thrown whatever was thrown, also what is no error
 * @param file the file to name when nothing else says where it comes from; none is named without it
 * @param root the project's folder: that of the file, or this one
 */
export function sourceFault(thrown: unknown, file?: string, root = file === undefined ? ROOT : dirname(file)): string {
  const message = messageOf(thrown);
  const unplaced = file === undefined ? undefined : { file, ...specifier(file, unknownModule(message)) };
  const place =
    unparsed(message) ?? unresolved(message) ?? unexported(thrown, message) ?? frame(thrown, root) ?? unplaced;
  const told = oneLine(withoutPaths(/: ERROR: (.*)$/m.exec(message)?.[1] ?? message, root));
  return place === undefined ? told : `${positionOf(place, root)}: ${told}`;
}

function positionOf({ file, line, column }: Place, root: string): string {
  return [relative(root, file), line, column].filter((part) => part !== undefined).join(':');
}

/** esbuild's words, whose columns count from 0. */
function unparsed(message: string): Place | undefined {
  const [, file, line, column] = /^(\/.*?):(\d+):(\d+): ERROR: /m.exec(message) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) + 1 };
}

/** An import that leads nowhere: Node.js names the file that imports and what is missing, and not the line. */
function unresolved(message: string): Place | undefined {
  const [, missing = '', file] = /'([^']+)'.* imported from (\/\S.*)$/m.exec(message) ?? [];
  return file === undefined ? undefined : { file, ...specifier(file, missing) };
}

const unknownModule = (message: string) => /^No such built-in module: (\S+)$/.exec(message)?.[1] ?? '';

/** Where a file imports a module from, given its path or the beginning of its name. */
function specifier(file: string, module: string): Pick<Place, 'line' | 'column'> {
  return find(file, /['"]([^'"\n]+)['"]/g, (written) =>
    isAbsolute(module) ? resolve(file, '..', written) === module : `${written}/`.startsWith(`${module}/`),
  );
}

/** An import of a name that a module does not have: the first line of the stack is its file and line. */
function unexported(thrown: unknown, message: string): Place | undefined {
  const [, name] = /does not provide an export named '(.+)'/.exec(message) ?? [];
  const [, file] = /^(?:file:\/\/)?(\/.*?):\d+$/m.exec(stackOf(thrown)) ?? [];
  if (name === undefined || file === undefined) return undefined;
  return { file, ...find(file, /([\w$]+)/g, (word) => word === name) };
}

/** Where a pattern's group first fits in a file; nothing when the file cannot be read. */
function find(file: string, pattern: RegExp, fits: (text: string) => boolean): Pick<Place, 'line' | 'column'> {
  const text = readIfPossible(file);
  const found = [...text.matchAll(pattern)].find(([, group = '']) => fits(group));
  if (found === undefined) return {};
  const before = text.slice(0, found.index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The config's line in a stack trace, or else the uppermost of this project. */
function frame(thrown: unknown, root: string): Place | undefined {
  const frames = [...stackOf(thrown).matchAll(/^ +at (?:.*[ (])?(?:file:\/\/)?(\/[^:]*):(\d+):(\d+)\)?$/gm)];
  const own = frames
    .map(([, file = '', line, column]) => ({ file, line: Number(line), column: Number(column) }))
    .filter(({ file }) => file.startsWith(`${root}/`) && !file.includes('/node_modules/'));
  return own.find(({ file }) => file.endsWith('.config.ts')) ?? own[0];
}

function messageOf(thrown: unknown): string {
  const message = readText(thrown, 'message');
  return message === undefined || message.trim() === '' ? `it threw ${show(thrown)}` : message;
}

const stackOf = (thrown: unknown): string => readText(thrown, 'stack') ?? '';

/** A text that a thrown thing holds. It may be anything, a getter that throws included. */
function readText(thrown: unknown, key: 'message' | 'stack'): string | undefined {
  try {
    const text = (thrown as Partial<Error> | undefined)?.[key];
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

function readIfPossible(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const withoutPaths = (message: string, root: string) =>
  message.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '');

/** Longest that is told, in characters: an error may quote a whole file. */
const LONGEST = 2000;

function oneLine(text: string): string {
  const line = hideSecretForms(text.trim()).replaceAll(/\s*\n\s*/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line;
}
