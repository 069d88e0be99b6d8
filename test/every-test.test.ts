import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathsRunBy, processes, quickTestsOf, testsIn } from './support/folder.ts';

const ROOT = join(import.meta.dirname, '..');

/** Every test that `npm run check` runs: those with a process of their own, and those that one of them runs. */
function reached(): string[] {
  const starting = processes('quick');
  return [...starting, ...quickTestsOf(starting.flatMap(pathsRunBy)), ...processes('slow')].sort();
}

describe('npm run check', () => {
  test('runs each test of the repository, once', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'),
    );
    const all = folders.flatMap(({ name }) => testsIn(name)).sort();
    assert.deepEqual(reached(), all, 'name each once in a test of test/ that says: await runTogether(...)');
  });
});

describe('a hook', () => {
  test('before or after each test stands in a describe: at the top of a file it runs for each test of the whole process', () => {
    const everywhere = ['rehearsal', 'test']
      .flatMap(testsIn)
      .filter((file) => /^(?:beforeEach|afterEach)\(/m.test(readFileSync(join(ROOT, file), 'utf8')));
    assert.deepEqual(everywhere, [], 'move the hook into the describe whose tests need it');
  });
});

describe('a wait in a test', () => {
  /** A limit of less than a minute, on a clock, on a counted wait or on tries: a busy machine passes it, and nothing is wrong. */
  const SHORT_LIMIT =
    /(?:<=? ?|\.now\(\) \+ |AbortSignal\.timeout\(|\btimeout: )[1-5]?\d_\d{3}\b|\b(?:tries|attempts) (?:<=?|===) \d/;

  test('has a minute, so that no test depends on the speed of the machine', () => {
    const short = ['rehearsal', 'test'].flatMap(testsIn).flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (SHORT_LIMIT.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    );
    assert.deepEqual(short, [], 'wait for the event, for 60_000 at least, or give the code a clock of the test');
  });

  test('is seen in each form, and a minute is long enough', () => {
    const forms = [
      'waited < N',
      'Date.now() - start <= N',
      'Date.now() + N',
      'AbortSignal.timeout(N)',
      '{ timeout: N }',
    ];
    const seen = (limit: string) => forms.filter((form) => SHORT_LIMIT.test(form.replace('N', limit)));
    assert.deepEqual(seen('5_000'), forms);
    assert.deepEqual(seen('60_000'), []);
    assert.match('tries < N'.replace('N', '1000'), SHORT_LIMIT);
  });
});
