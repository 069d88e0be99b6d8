import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { git } from './git.ts';

const run = promisify(execFile);

/** A partial clone fetches what it lacks. */
const TIMEOUT_MS = 120_000;

/** No tree is as large; a message of Node's would follow. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The texts of all files below a folder of a commit, by their paths in the repository. Links are left out, as Flux leaves them.
 * @param repository a clone that has the commit
 * @throws Error of `execFile` when Git does not give them
 */
export async function filesOf(
  repository: string,
  commit: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const listed = (await git(repository, 'ls-tree', '-r', '-z', commit, '--', folder)).split('\0');
  const files = listed.flatMap((entry) => {
    const [, id, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    return id === undefined || path === undefined ? [] : [{ id, path }];
  });
  const reading = run('git', ['cat-file', '--batch'], {
    cwd: repository,
    encoding: 'buffer',
    timeout: TIMEOUT_MS,
    maxBuffer: MOST_BYTES,
  });
  reading.child.stdin?.end(files.map(({ id }) => `${id}\n`).join(''));
  const { stdout } = await reading;
  return new Map(texts(stdout, files));
}

/** Each file follows a line with its name, its type and its length in bytes: https://git-scm.com/docs/git-cat-file#_batch_output */
function texts(output: Buffer, files: readonly { readonly path: string }[]): [string, string][] {
  let at = 0;
  return files.map(({ path }) => {
    const begin = output.indexOf('\n', at) + 1;
    const [, , length] = output.toString('utf8', at, begin).trim().split(' ');
    const end = begin + Number(length);
    if (Number.isNaN(end)) throw new Error(`Git does not have ${path} of that commit`);
    at = end + 1;
    return [path, output.toString('utf8', begin, end)];
  });
}
