import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { processes, testsIn } from './support/folder.ts';

// npm test [-- PATH...]: every test of the repository, or those of some files and folders.

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const paths = process.argv.slice(2);
const files =
  paths.length === 0
    ? processes()
    : paths.flatMap((path) => (isFolder(path) ? testsIn(path.replace(/\/$/, '')) : [path]));
if (files.length === 0) {
  console.error(`There is no test below ${paths.join(', ')}.\n  help: name a folder that holds *.test.ts, or a file`);
  process.exitCode = 1;
} else {
  const options = ['--import', 'tsx', '--test', '--test-reporter=spec', '--test-concurrency=4'];
  process.exitCode = spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' }).status ?? 1;
}
