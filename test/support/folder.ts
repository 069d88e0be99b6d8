import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';

const ROOT = new URL('../../', import.meta.url);

/**
 * The tests below a folder: paths in the repository, sorted.
 * @param folder in the repository
 */
export function testsIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** The tests that get a process each: those directly in test/. Some of them run all that is below a folder. */
export function processes(): string[] {
  return testsIn('test').filter((file) => dirname(file) === 'test');
}

/**
 * Runs every test below a folder in one process: starting a process for each file takes longer than most of the tests.
 * @param folder in the repository
 */
export async function testsBelow(folder: string): Promise<void> {
  for (const file of testsIn(folder)) await import(new URL(file, ROOT).href);
}
