/** A command that a message names: the program with what follows, up to the end of the clause. */
export interface NamedCommand {
  readonly program: string;
  readonly words: readonly string[];
}

const COMMENT = /(^|\s)\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm;

/** Where a command starts: with the message, after what introduces it, or after a command before it. */
const START = [
  /(?<![\w-])npx (?:onemerge|cdk)(?= )/g,
  /(?<=['"`(]|: |; |, |&& |then |or )npm(?= )/g,
  /(?<=['"`]|: |; |&& |then |or )(?:kubectl|flux|aws|git)(?= )/g,
];

/** Where it ends: the quote, or the pattern, that ends the message, punctuation, a comment, a second command. */
const END = /['"`();,:|]|\$\/|\.\*| &&| #|\. |\n|$/;

/**
 * The commands in the messages of a program's source. A value that is put in, `${...}`, becomes `VALUE`.
 * A command ends its clause: words that go on behind it are taken for part of it.
 */
export function commandsInMessages(source: string): NamedCommand[] {
  const text = source.replace(COMMENT, '$1$2').replace(/\$\{[^}]*\}/g, 'VALUE');
  const found = START.flatMap((start) => [...text.matchAll(start)]);
  return found.map(({ 0: program, index }) => {
    const rest = text.slice(index + program.length);
    const clause = rest.slice(0, rest.search(END));
    return { program: program.trim(), words: clause.trim().split(/\s+/).filter(Boolean) };
  });
}
