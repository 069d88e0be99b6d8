import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Command, CommanderError } from 'commander';
import { type Ending, endingOf } from './shared/ending.ts';
import { endInOrder } from './shared/interruption.ts';
import { withSuggestion } from './usage.ts';

type MakeProgram = (words: readonly string[]) => Promise<Command>;

/**
 * Runs a command line, and ends the process when something goes wrong: it is told without a stack trace, and with `--json` standard
 * output gets the one document `{ "error", "help", "exitCode" }`.
 * @param make the program, for these words
 * @param words as typed, without the program
 */
export async function run(make: MakeProgram, words: readonly string[]): Promise<void> {
  const fail = ({ text, ...document }: Ending) => {
    process.stderr.write(`${text}\n`);
    if (words.includes('--json')) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    process.exitCode = document.exitCode;
    // What still runs has nobody to report to. First, a write that fails says so.
    setImmediate(() => process.exit());
  };
  process.on('uncaughtException', (error) => fail(endingOf(error)));
  // The rehearsal puts its sandbox in order itself.
  if (words[0] !== 'rehearse') endInOrder();
  const ending = await attempt(make, words);
  // A signal that came while the command computed, and waited for nothing, is heard now: between two turns the loop looks for it.
  await nextTurn();
  await nextTurn();
  if (ending !== undefined && ending.exitCode !== 0) fail(ending);
}

/** Runs a command line. Returns how it ended when that was by an error, or by showing help; the command has set the exit code otherwise. */
export async function attempt(make: MakeProgram, words: readonly string[]): Promise<Ending | undefined> {
  try {
    const program = await make(words);
    await program.parseAsync([...words], { from: 'user' }).catch((error: unknown) => {
      throw error instanceof CommanderError ? withSuggestion(error, program, words) : error;
    });
    return undefined;
  } catch (error) {
    return endingOf(error);
  }
}
