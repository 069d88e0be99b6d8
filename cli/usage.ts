import { type Command, CommanderError } from 'commander';
import { nearest } from '../lib/config/nearest.ts';

/** Lets a command and those below it throw what is wrong with their words, instead of printing it and ending the process. */
export function throwing(command: Command): Command {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const one of command.commands) throwing(one);
  return command;
}

/**
 * The same error, with what was probably meant where Commander does not say it: for a choice, and for a command below one that can run
 * by itself.
 * @param words as typed, without the program
 */
export function withSuggestion(error: CommanderError, program: Command, words: readonly string[]): CommanderError {
  const meant =
    choice(error.message) ?? (error.code === 'commander.excessArguments' ? below(program, words) : undefined);
  return meant === undefined
    ? error
    : new CommanderError(error.exitCode, error.code, `${error.message}\n(Did you mean ${meant}?)`);
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
