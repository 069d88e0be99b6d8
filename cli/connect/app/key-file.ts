import { CommandError } from '../../shared/command-error.ts';
import { readFile } from '../../shared/read-file.ts';

/** More than a key has, and than Secrets Manager takes. */
const MOST_BYTES = 64 * 1024;

/** The text of a key's file. @throws CommandError when it cannot be read */
export function readKeyFile(file: string): string {
  try {
    return readFile(file, MOST_BYTES);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(`The key's file cannot be read: ${code ?? message}`, {
      where: file,
      help: 'name the file that GitHub gave, for example --app-key my-app.2026-11-26.private-key.pem',
    });
  }
}
