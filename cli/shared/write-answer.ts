import { writeFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';
import { redaction } from './redact.ts';

/**
 * Leaves an answer for a program that does not read the output, such as a later command of a build. What is hidden in the output is
 * hidden in the file.
 * @param what it is, for people: `verdict`
 * @param file path of the file; it is replaced
 * @param document as JSON
 * @param elsewhere how to name another file: `--output <file>`
 * @throws CommandError when the file cannot be written
 */
export function writeAnswer(what: string, file: string, document: string, elsewhere: string): void {
  try {
    writeFileSync(file, `${redaction(process.env)(document)}\n`);
  } catch (error) {
    throw new CommandError(`The ${what} was not written to ${file}: ${(error as Error).message}`, {
      help: `name a file in a folder that exists, on a disk with room: ${elsewhere}`,
    });
  }
}
