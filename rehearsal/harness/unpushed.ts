import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harness } from './harness.ts';

/**
 * Does something while a file of the project is changed and not pushed, as a person would try it. The file is as before
 * afterwards; when the work fails it stays, for whoever looks inside.
 */
export async function whileEdited<T>(
  { project }: Pick<Harness, 'project'>,
  file: string,
  edit: (text: string) => string,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(project.folder, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, edit(text));
  const result = await work();
  writeFileSync(path, text);
  return result;
}
