import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);

/**
 * `quick` tests are those of `npm test`. `slow` ones, `*.slow.test.ts`, start commands, synthesize many apps or try
 * thousands of inputs: seconds of processor time each.
 */
export type Pace = 'quick' | 'slow';

/** By the name of a test's file. */
const paceOf = (name: string): Pace => (name.endsWith('.slow.test.ts') ? 'slow' : 'quick');

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

/** The tests that get a process each: the slow ones, or the quick ones that run others, which run all of them. */
export function processes(pace: Pace): string[] {
  return ['rehearsal', 'test']
    .flatMap(testsIn)
    .filter((file) => paceOf(file) === pace && (pace === 'slow' || pathsRunBy(file).length > 0));
}

/**
 * The files and folders whose tests a test runs in its own process.
 * @param file in the repository
 */
export function pathsRunBy(file: string): string[] {
  if (dirname(file) !== 'test') return [];
  const [, paths = ''] = /^await runTogether\(([^)]+)\);$/m.exec(readFileSync(new URL(file, ROOT), 'utf8')) ?? [];
  return [...paths.matchAll(/'(.+?)'/g)].map(([, path = '']) => path);
}

/** The quick tests of some files and folders. */
export const quickTestsOf = (paths: readonly string[]): string[] =>
  paths
    .flatMap((path) => (path.endsWith('.test.ts') ? [path] : testsIn(path)))
    .filter((file) => paceOf(file) === 'quick');

/**
 * Runs the quick tests of some files and folders in one process: starting a process for each, and loading there what it tests,
 * takes longer than most of the tests.
 * @param paths in the repository
 */
export async function runTogether(...paths: string[]): Promise<void> {
  // None runs while others are loaded: on a busy machine that takes a minute, in which a request may time out unanswered.
  const loading = new AbortController();
  test(`the tests of ${paths.join(', ')} are loaded`, async () => void (await once(loading.signal, 'abort')));
  for (const file of quickTestsOf(paths)) await import(new URL(file, ROOT).href);
  loading.abort();
}
