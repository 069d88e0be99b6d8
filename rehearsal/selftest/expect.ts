import { RehearsalError } from '../shared/errors.ts';
import type { Ending } from './attempt.ts';

/** The message that a person must get. */
export interface ExpectedMessage {
  readonly code: number;
  readonly what: RegExp;
  /** The command or edit that helps. */
  readonly help: RegExp;
}

/**
 * Requires that an attempt ended with a code and with one clear message, without a stack trace.
 * @returns the message's first line
 */
export function expectMessage({ code, output }: Ending, wanted: ExpectedMessage): string {
  const helps = output.split('\n').filter((line) => line.startsWith('  help: '));
  const [help = ''] = helps;
  const what = output.split('\n').find((line) => wanted.what.test(line));
  const flaws = [
    ...(code === wanted.code ? [] : [`it ended with ${code} instead of ${wanted.code}`]),
    ...(helps.length === 1 ? [] : [`it gave ${helps.length} messages`]),
    ...(what ? [] : [`no line says ${wanted.what}`]),
    ...(wanted.help.test(help) ? [] : [`the help is not ${wanted.help}`]),
    ...(/\n\s+at /.test(output) ? ['it printed a stack trace'] : []),
  ];
  if (flaws.length > 0) throw attemptFailed(flaws.join('; '), output);
  return `${code}: ${what}`;
}

/** Requires that an attempt ended well. */
export function expectGreen({ code, output }: Ending): void {
  if (code !== 0 || !/^\d+ passed, 0 failed$/m.test(output))
    throw attemptFailed(`the second run ended with ${code}`, output);
}

/** Requires that an attempt printed something. */
export function expectWords({ output }: Ending, words: RegExp): void {
  if (!words.test(output)) throw attemptFailed(`it did not print ${words}`, output);
}

function attemptFailed(what: string, output: string): RehearsalError {
  const last = output.trimEnd().split('\n').slice(-12).join('\n');
  return new RehearsalError(`${what}; it printed:\n${last}`, {
    help: 'correct the message, or its cause, where it is thrown: git grep -n "help:" rehearsal',
  });
}
