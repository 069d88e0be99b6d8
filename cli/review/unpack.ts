import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { endsWithUs } from '../shared/interruption.ts';

/** All files of this repository: 6 MB today. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Writes a commit's files to a folder, as git archives them: what its .gitattributes say of ends of lines, and of what is left out, holds.
 * @param root the repository's folder
 * @param paths pathspecs of Git: which files; all without one
 * @returns what git says when it cannot: a clone may lack objects, and its server be away; undefined when the files are there
 * @throws Error when the disk does not take them, with the first of what may be a line for each file
 */
export async function unpack(
  root: string,
  commit: string,
  folder: string,
  paths: readonly string[],
): Promise<string | undefined> {
  const archive = await run('git', ['-C', root, 'archive', '--format=tar', commit, '--', ...paths]);
  if ('refusal' in archive) return archive.refusal.at(-1);
  const files = await run('tar', ['-xf', '-', '-C', folder], archive.output);
  if ('refusal' in files) throw new Error(`the commit cannot be unpacked to ${folder}: ${files.refusal[0]}`);
  return undefined;
}

/** What a program prints, or the lines of its refusal. Waits without blocking: the other side is read meanwhile. */
async function run(
  program: string,
  args: readonly string[],
  input: Buffer = Buffer.alloc(0),
): Promise<{ readonly output: Buffer } | { readonly refusal: readonly string[] }> {
  const running = promisify(execFile)(program, args, { encoding: 'buffer', maxBuffer: MOST_BYTES });
  endsWithUs(running.child);
  // A program that ends before it has read everything says why itself.
  running.child.stdin?.on('error', () => undefined).end(input);
  try {
    return { output: (await running).stdout };
  } catch (error) {
    const { stderr, message } = error as Error & { readonly stderr?: Buffer };
    return { refusal: (stderr?.toString().trim() || message).split('\n') };
  }
}
