import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);

/**
 * `quick` tests are those of `npm test`. `slow` ones, `*.slow.test.ts`, start commands, synthesize many apps or try
 * thousands of inputs: seconds of processor time each.
 */
export type Pace = 'quick' | 'slow';

/** By the name of a test's file. */
export const paceOf = (name: string): Pace => (name.endsWith('.slow.test.ts') ? 'slow' : 'quick');

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

/** The tests that get a process each: the slow ones, or the quick ones directly in test/, which run all below a folder. */
export function processes(pace: Pace): string[] {
  return ['rehearsal', 'test']
    .flatMap(testsIn)
    .filter((file) => paceOf(file) === pace && (pace === 'slow' || dirname(file) === 'test'));
}

/**
 * Runs every quick test below a folder in one process: starting a process for each takes longer than most of the tests.
 * @param folder in the repository
 */
export async function testsBelow(folder: string): Promise<void> {
  // None runs while others are loaded: on a busy machine that takes a minute, in which a request may time out unanswered.
  const loading = new AbortController();
  test(`the tests below ${folder} are loaded`, async () => void (await once(loading.signal, 'abort')));
  for (const file of testsIn(folder)) if (paceOf(file) === 'quick') await import(new URL(file, ROOT).href);
  loading.abort();
}
