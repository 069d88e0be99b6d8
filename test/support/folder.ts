import { readdirSync } from 'node:fs';

/**
 * Runs every test below a folder in one process: starting a process for each file takes longer than most of the tests.
 * @param folder in the repository
 */
export async function testsBelow(folder: string): Promise<void> {
  const root = new URL(`../../${folder}/`, import.meta.url);
  const files = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.test.ts'))
    .sort();
  if (files.length === 0) throw new Error(`There is no test below ${folder}.`);
  for (const file of files) await import(new URL(file, root).href);
}
