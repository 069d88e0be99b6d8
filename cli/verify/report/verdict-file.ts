import { writeFileSync } from 'node:fs';
import { CommandError } from '../../shared/command-error.ts';
import { redaction } from '../../shared/redact.ts';
import { EXIT_CODES } from '../verdict.ts';

/**
 * Leaves the verdict for a program that does not read the output, such as a later command of the build.
 * @param file path of the file; it is replaced
 * @param document the verdict as JSON
 * @throws CommandError when the file cannot be written; by then the verdict is printed
 */
export function writeVerdict(file: string, document: string): void {
  try {
    writeFileSync(file, `${redaction(process.env)(document)}\n`);
  } catch (error) {
    throw new CommandError(`The verdict was not written to ${file}: ${(error as Error).message}`, {
      help: 'name a file in a folder that exists: --output <file>, or the variable ONEMERGE_VERDICT_FILE',
      exitCode: EXIT_CODES.unknown,
    });
  }
}
