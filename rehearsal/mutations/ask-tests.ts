import { spawnSync } from 'node:child_process';

/** What of `npm test` reads gitops/, in one process. */
const TESTS = 'test/gitops.test.ts';

/** A program that was changed may run for ever. */
const LONGEST_SECONDS = 300;

/** The first of the tests of gitops/ that fails, undefined when none does. @param repository its folder */
export function failingTest(repository: string): string | undefined {
  const args = ['--import', 'tsx', '--test-reporter=tap', '--import', `./${TESTS}`, '--eval', '0'];
  const { status, stdout, signal } = run(process.execPath, args, repository);
  if (status === 0) return undefined;
  if (signal !== null) return 'a test that comes to no end';
  return `test: ${/^ *not ok \d+ - (.*)$/m.exec(stdout)?.[1] ?? 'none can be loaded'}`;
}

/** What the linter finds first in a program, undefined when that is nothing. @param repository its folder @param path in it */
export function lintFault(repository: string, path: string): string | undefined {
  const { status, stdout } = run('npx', ['biome', 'lint', '--reporter=json', path], repository);
  if (status === 0) return undefined;
  return `linter: ${/"category":"([^"]+)"/.exec(stdout)?.[1] ?? 'it cannot be read'}`;
}

const run = (command: string, args: readonly string[], cwd: string) =>
  spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: LONGEST_SECONDS * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 28,
  });
