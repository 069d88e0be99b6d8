import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { forgetCallersRepository } from '../cli/shared/own-repository.ts';
import { checkTree } from '../cli/shared/tree/check.ts';
import { describeFault } from '../cli/shared/tree/fault.ts';
import { processes, testsIn } from './support/folder.ts';

// npm test [-- PATH...]: every quick test of the repository, or all tests of some files and folders.
// npm run test:slow: those that are not quick.

// A hook may run the tests, and theirs are repositories of their own.
forgetCallersRepository();

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const words = process.argv.slice(2);
const paths = words.filter((word) => word !== '--slow');
const files =
  paths.length === 0
    ? processes(words.includes('--slow') ? 'slow' : 'quick')
    : paths.flatMap((path) => (isFolder(path) ? testsIn(path.replace(/\/$/, '')) : [path]));
if (files.length === 0) {
  console.error(`There is no test below ${paths.join(', ')}.\n  help: name a folder that holds *.test.ts, or a file`);
  process.exitCode = 1;
} else {
  const options = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=4'];
  process.exitCode = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' }).status ?? 1;
  if (process.exitCode !== 0) tellFaults();
}

/** A fault in gitops/ fails tests of everything that reads it, so it is told once more, last. */
function tellFaults(): void {
  const faults = checkTree(join(import.meta.dirname, '..'));
  if (faults.length > 0) console.error(`\ngitops/ is at fault:\n${faults.map(describeFault).join('\n')}`);
}
