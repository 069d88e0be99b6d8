import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const ROOT = join(import.meta.dirname, '..');

/** `npm test -- PATH...` */
function npmTest(...paths: string[]) {
  // Without this the tests of the command would count as tests of this process.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const args = ['--import', 'tsx', 'test/run.ts', ...paths];
  return spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8', timeout: 180_000 });
}

describe('npm test', () => {
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
