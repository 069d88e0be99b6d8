import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MARIADB_PACKAGES } from '../database/packages.ts';
import { cached } from './cache.ts';
import { run } from './command.ts';

const PACKAGES = [...MARIADB_PACKAGES, 'runc', 'libseccomp2'];

/**
 * MariaDB and runc from Debian's packages, unpacked into the cache: nothing is installed on the machine.
 * @returns the folder that stands for `/`
 */
export function debianPrograms(): Promise<string> {
  return cached('debian-mariadb-client-runc', async (folder) => {
    const download = ['-o', `Dir::Cache::archives=${folder}`, 'download', ...PACKAGES];
    // A machine that never ran `apt-get update` knows no package.
    await run('apt-get', download, { cwd: folder, timeout: 300 }).catch(async () => {
      await run('apt-get', ['update'], { timeout: 300 });
      await run('apt-get', download, { cwd: folder, timeout: 300 });
    });
    for (const archive of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg', ['-x', join(folder, archive), join(folder, 'root')], { timeout: 60 });
    }
  }).then((folder) => join(folder, 'root'));
}

/** Environment in which an unpacked program finds the libraries that were unpacked beside it. */
export function libraryPath(root: string): Record<string, string> {
  const folders = [
    'usr/lib/x86_64-linux-gnu',
    'lib/x86_64-linux-gnu',
    'usr/lib/aarch64-linux-gnu',
    'lib/aarch64-linux-gnu',
  ];
  return { LD_LIBRARY_PATH: folders.map((folder) => join(root, folder)).join(':') };
}
