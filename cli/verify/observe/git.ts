import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A fetch of a large history over a slow line. */
const TIMEOUT_MS = 120_000;

/**
 * What Git prints, without the white space around it, in English; it asks nobody for a password.
 * @throws Error of `execFile` when Git fails, with its exit code as `code`
 */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  const { stdout } = await run('git', args, { cwd: folder, env, timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}
