import { readFileSync } from 'node:fs';
import { CommandError } from '../../shared/command-error.ts';

/** The text of a key's file. @throws CommandError when it cannot be read */
export function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`The key's file cannot be read: ${(error as NodeJS.ErrnoException).code}`, {
      where: file,
      help: 'name the file that GitHub gave, for example --app-key my-app.2026-11-26.private-key.pem',
    });
  }
}
