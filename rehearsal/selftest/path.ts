import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a folder that has every program of this process's PATH but some.
 * @param lacking matches the names of those that it lacks
 * @returns the folder, which is a whole PATH
 */
export async function pathWithout(folder: string, lacking: RegExp): Promise<string> {
  const programs = new Map<string, string>();
  for (const place of (process.env.PATH ?? '').split(':').filter((one) => existsSync(one))) {
    for (const name of await readdir(place)) {
      if (!programs.has(name) && !lacking.test(name)) programs.set(name, join(place, name));
    }
  }
  const path = join(folder, 'programs');
  await mkdir(path);
  for (const [name, program] of programs) await symlink(program, join(path, name));
  return path;
}

/** Makes a fake program that only says which version it is. @returns a PATH in which it comes first */
export async function pathWithOld(folder: string, program: string, version: string): Promise<string> {
  const path = join(folder, 'fakes');
  await mkdir(path);
  await writeFile(join(path, program), `#!/bin/sh\necho '${version}'\n`);
  await chmod(join(path, program), 0o755);
  return `${path}:${process.env.PATH}`;
}
