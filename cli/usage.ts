import { type Command, CommanderError } from 'commander';
import { nearest } from '../lib/config/nearest.ts';

/** Lets a command and those below it throw what is wrong with their words, instead of printing it and ending the process. */
export function throwing(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const one of command.commands) throwing(one);
  return command;
}

/**
 * Lets no command run with an empty word: a script writes one where a variable is not set, and a command would take it for none given.
 * @param words as typed, without the program
 */
export function withoutEmptyWords(program: Command, words: readonly string[]): Command {
  return program.hook('preAction', () => {
    const at = words.findIndex((word) => word.replace(/^--[\w-]+=/, '').trim() === '');
    if (at < 0) return;
    const [named = ''] = /^--[\w-]+/.exec(words[at]?.trim() || (words[at - 1] ?? '')) ?? [];
    const which = named === '' ? `word ${at + 1}` : `the value of '${named}'`;
    throw new CommanderError(
      2,
      'onemerge.emptyWord',
      `error: ${which} is empty: is the variable set that it comes from?`,
    );
  });
}

/**
 * The same error, with what was probably meant where Commander does not say it: for a choice, and for a command below one that can run
 * by itself.
 * @param words as typed, without the program
 */
export function withSuggestion(error: CommanderError, program: Command, words: readonly string[]): CommanderError {
  if (error.code === 'commander.missingMandatoryOptionValue') return mistyped(program, words) ?? error;
  const meant =
    choice(error.message) ?? (error.code === 'commander.excessArguments' ? below(program, words) : undefined);
  return meant === undefined
    ? error
    : new CommanderError(error.exitCode, error.code, `${error.message}\n(Did you mean ${meant}?)`);
}

/** A required option that is missing may be there, and mistyped: the error says that, as it does for any other option. */
function mistyped(program: Command, words: readonly string[]): CommanderError | undefined {
  const command = words.reduce<Command>((at, word) => at.commands.find((one) => one.name() === word) ?? at, program);
  const known = [...command.options, ...program.options].flatMap(({ long }) => long ?? []);
  const typed = words.flatMap((word) => /^--[\w-]+/.exec(word)?.[0] ?? []);
  const unknown = typed.find((word) => word !== '--help' && !known.includes(word));
  if (unknown === undefined) return undefined;
  const meant = nearest(unknown, known);
  const suggestion = meant === undefined ? '' : `\n(Did you mean ${meant}?)`;
  return new CommanderError(2, 'commander.unknownOption', `error: unknown option '${unknown}'${suggestion}`);
}

function choice(message: string): string | undefined {
  const [, typed, choices] = /'([^']*)' is invalid.* Allowed choices are (.*)\.$/s.exec(message) ?? [];
  return typed === undefined ? undefined : nearest(typed, choices?.split(', ') ?? []);
}

function below({ commands }: Command, [first, ...rest]: readonly string[]): string | undefined {
  const names = commands.find((command) => command.name() === first)?.commands.map((command) => command.name()) ?? [];
  const typed = rest.filter((word) => !word.startsWith('-'));
  return typed.map((word) => nearest(word, names)).find((meant) => meant !== undefined);
}
