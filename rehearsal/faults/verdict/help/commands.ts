/** A command of a help line, as somebody would type it. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
}

/** Where a command begins: with the line, or behind what introduces it. */
const START = /(?<=^|[:;,?] |\bthen )(?:npx onemerge|npx cdk|npm|kubectl|flux|aws|git|curl)(?= )/g;

/** The next word, quoted or not. The clause, and with it the command, ends at punctuation behind a word. */
const WORD = /\s+(?:'([^']*)'|([^\s;,']+))/y;

/** The commands of a help line, in its order. */
export function commandsIn(help: string): Command[] {
  return [...help.matchAll(START)].map(({ 0: program, index }) => ({
    program,
    words: wordsFrom(help, index + program.length),
  }));
}

function wordsFrom(help: string, at: number): string[] {
  const words: string[] = [];
  WORD.lastIndex = at;
  for (let found = WORD.exec(help); found !== null; found = WORD.exec(help)) words.push(found[1] ?? found[2] ?? '');
  return words;
}

/** The words that are neither options nor values of these options. */
export function withoutOptions(words: readonly string[], valued: readonly string[]): string[] {
  return words.filter((word, at) => !word.startsWith('-') && !valued.includes(words[at - 1] ?? ''));
}
