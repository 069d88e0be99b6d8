import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { processes, testsIn } from './support/folder.ts';

const ROOT = join(import.meta.dirname, '..');

/** Every test that `npm test` runs: those with a process of their own, and those that one of them runs. */
function reached(): string[] {
  const below = processes().flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^await testsBelow\('(.+)'\);$/gm)].map(([, folder]) => folder),
  );
  return [...processes(), ...below.flatMap((folder) => testsIn(folder ?? ''))].sort();
}

/** `npm test -- PATH...` */
function npmTest(...paths: string[]) {
  // Without this the tests of the command would count as tests of this process.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ['--import', 'tsx', 'test/run.ts', ...paths];
  return spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8', timeout: 180_000 });
}

describe('npm test', () => {
  test('runs each test of the repository, once', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'),
    );
    const all = folders.flatMap(({ name }) => testsIn(name)).sort();
    assert.deepEqual(reached(), all, 'add a file to test/ that runs the folder: await testsBelow(FOLDER)');
  });

  test('runs the files and folders that it is given, and counts their tests', () => {
    const { status, stdout } = npmTest('rehearsal/sandbox/plan.test.ts', 'rehearsal/benchmarks/');
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^(#|ℹ) pass [1-9]/m);
  });

  test('fails when a test is not there', () => {
    assert.equal(npmTest('test/no-such.test.ts').status, 1);
  });

  test('of a folder without tests says so, and runs no other', () => {
    const { status, stdout, stderr } = npmTest('docs');
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.equal(stderr, 'There is no test below docs.\n  help: name a folder that holds *.test.ts, or a file\n');
  });
});

describe('a wait in a test', () => {
  /** A limit of less than a minute, on a clock or on a counted wait: a busy machine passes it, and nothing is wrong. */
  const SHORT_LIMIT = /(?:<=? ?|\.now\(\) \+ |AbortSignal\.timeout\(|\btimeout: )[1-5]?\d_\d{3}\b/;

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
  });
});
