import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../shared/process/run.ts';
import type { BuildContext } from '../recipe.ts';

/**
 * Downloads apt's lists aside, so that the machine's own stay as they are.
 * @param help what helps when they cannot be downloaded
 * @returns what apt's programs must be called with to use them
 */
export async function aptApart({ scratch, log }: BuildContext, help: string): Promise<readonly string[]> {
  const state = join(scratch, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial']) {
    await mkdir(join(state, folder), { recursive: true });
  }
  const places = [`Dir::State::lists=${state}/lists`, `Dir::Cache=${state}/cache`, 'APT::Sandbox::User=root'];
  const apart = places.flatMap((option) => ['-o', option]);
  await run('apt-get', [...apart, '--quiet', '--error-on=any', 'update'], { seconds: 300, cwd: scratch, log, help });
  return apart;
}

/** Unpacks every package file of a folder. */
export async function unpackFiles(folder: string, target: string, { log }: BuildContext): Promise<void> {
  for (const file of await readdir(folder)) {
    if (file.endsWith('.deb')) await run('dpkg', ['-x', join(folder, file), target], { seconds: 120, log });
  }
}
