import type { Random } from '../shared/random-numbers.ts';

/** One small change of one file. */
export interface Mutation {
  /** In the repository. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** What was done: `a character left out`. */
  readonly what: string;
  /** The whole file afterwards. */
  readonly text: string;
}

/** Of a line and the one below it, what stands there instead. */
type Change = (line: string, next: string | undefined, random: Random) => readonly string[];

const LINES: Readonly<Record<string, Change>> = {
  'a line left out': (_, next) => kept(next),
  'a line twice': (line, next) => [line, line, ...kept(next)],
  'two lines in the other order': (line, next) => [...kept(next), line],
  'a line further in': (line, next) => [`  ${line}`, ...kept(next)],
  'a line further out': (line, next) => [line.replace(/^ {2}/, ''), ...kept(next)],
};

const CHARACTERS = 'abcXYZ019-_:./"\'{}[]$*& #,';

const LETTERS: Readonly<Record<string, (line: string, at: number, random: Random) => string>> = {
  'a character left out': (line, at) => line.slice(0, at) + line.slice(at + 1),
  'a character twice': (line, at) => line.slice(0, at + 1) + line.slice(at),
  'another character': (line, at, random) => line.slice(0, at) + pick(CHARACTERS, random) + line.slice(at + 1),
  'two characters in the other order': (line, at) =>
    line.slice(0, at) +
    line
      .slice(at, at + 2)
      .split('')
      .reverse()
      .join('') +
    line.slice(at + 2),
};

/** How often each change of a character is made in each line. */
const PLACES = 3;

/** Whether a file of gitops/ is code that a pod runs, and no manifest. */
export const isProgram = (path: string): boolean => path.endsWith('.mjs');

/** What stands in no line of its own: comments, of both languages. */
const COMMENT = /^\s*(?:#|\/\/|\/?\*|$)/;

/** A program without its comments and blanks: what differs in these alone does the same. */
export const bare = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !COMMENT.test(line))
    .join('')
    .replaceAll(/\s/g, '');

/** Every change of a line, and some of the changes of a character, of every line of a file that is no comment. */
export function mutationsOf(path: string, text: string, random: Random): Mutation[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (COMMENT.test(line)) return [];
    const next = lines[index + 1];
    const made = [...changesOfLine(line, next, random), ...changesOfCharacters(line, next, random)];
    return made.flatMap(([what, instead]) => {
      const changed = [...lines.slice(0, index), ...instead, ...lines.slice(index + 2)].join('\n');
      return changed === text ? [] : [{ path, line: index + 1, what, text: changed }];
    });
  });
}

type Made = readonly [what: string, instead: readonly string[]];

const changesOfLine = (line: string, next: string | undefined, random: Random): Made[] =>
  Object.entries(LINES).map(([what, change]) => [what, change(line, next, random)]);

function changesOfCharacters(line: string, next: string | undefined, random: Random): Made[] {
  const start = line.search(/\S/);
  return Object.entries(LETTERS).flatMap(([what, change]) =>
    Array.from({ length: PLACES }, (): Made => {
      const at = start + Math.floor(random() * (line.length - start));
      return [what, [change(line, at, random), ...kept(next)]];
    }),
  );
}

const kept = (next: string | undefined): string[] => (next === undefined ? [] : [next]);

const pick = (characters: string, random: Random): string => characters[Math.floor(random() * characters.length)] ?? '';

/** Some of a list, in its order. */
export function sample<T>(list: readonly T[], count: number, random: Random): T[] {
  const drawn = list.map((one) => ({ one, lot: random() }));
  const last = drawn.map(({ lot }) => lot).sort((a, b) => a - b)[count - 1] ?? 1;
  return drawn.filter(({ lot }) => lot <= last).map(({ one }) => one);
}
