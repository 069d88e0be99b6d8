import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PreconditionError } from './errors.ts';

/** Programs that something calls, and the Debian package of each. */
export type Programs = Readonly<Record<string, string>>;

/** Whether the machine has a program. */
export const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));

/**
 * Makes sure that the machine has these programs.
 * @throws PreconditionError that names all that are missing at once: a new machine lacks several
 */
export function requirePrograms(programs: Programs, has = onPath): void {
  const missing = Object.keys(programs).filter((program) => !has(program));
  if (missing.length === 0) return;
  const packages = new Set(missing.map((program) => programs[program]));
  const names = new Intl.ListFormat('en-GB').format(missing);
  throw new PreconditionError(`${names} ${missing.length === 1 ? 'is' : 'are'} not installed`, {
    help: `on Debian or Ubuntu: apt-get install ${[...packages].join(' ')}`,
  });
}
