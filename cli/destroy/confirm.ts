import { createInterface } from 'node:readline/promises';
import { CommandError } from '../shared/command-error.ts';

/**
 * Has a person type the blog's name, or takes it from `--yes`.
 * @param given the name after `--yes`
 * @param ask asks the person; undefined where nobody is there
 * @throws CommandError with exit code 1 when it is another name, or nobody can be asked
 */
export async function confirmName(
  name: string,
  given: string | undefined,
  ask: ((question: string) => Promise<string>) | undefined,
): Promise<void> {
  const typed = given ?? (await ask?.(`Type the blog's name to destroy it (${name}): `));
  if (typed?.trim() === name) return;
  const why = typed === undefined ? 'Nobody is there to confirm it' : `"${typed.trim()}" is not ${name}`;
  throw new CommandError(`${why}: nothing was destroyed`, {
    help: `npx onemerge destroy --yes ${name}`,
    exitCode: 1,
  });
}

/** Asks at the terminal. */
export async function askAtTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
