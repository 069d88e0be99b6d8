import { CommandError } from './command-error.ts';
import { redaction } from './redact.ts';
import { requireWritable, writeFile } from './write-file.ts';

/** A file that gets an answer, for a program that does not read the output, such as a later command of a build. */
interface AnswerFile {
  /** What it gets, for people: `verdict`. */
  readonly what: string;
  readonly path: string;
  /** How to name another file: `--output <file>`. */
  readonly elsewhere: string;
}

/**
 * Finds out whether the file can be written, before the minutes that an answer may take.
 * @throws CommandError when it cannot
 */
export function requireAnswerFile(file: AnswerFile): void {
  reaching(file, 'cannot be', () => requireWritable(file.path));
}

/**
 * Leaves an answer there; what was there is replaced. What is hidden in the output is hidden in the file.
 * @param document as JSON
 * @throws CommandError when the file cannot be written
 */
export function writeAnswer(file: AnswerFile, document: string): void {
  reaching(file, 'was not', () => writeFile(file.path, `${redaction(process.env)(document)}\n`));
}

function reaching({ what, path, elsewhere }: AnswerFile, failed: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new CommandError(`The ${what} ${failed} written to ${path}: ${(error as Error).message}`, {
      help: `name a file in a folder that exists, on a disk with room: ${elsewhere}`,
    });
  }
}
