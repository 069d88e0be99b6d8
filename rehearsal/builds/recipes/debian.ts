import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../shared/process/run.ts';
import type { BuildContext, Recipe } from '../recipe.ts';
import { MARIADB_PACKAGES } from './mariadb-packages.ts';

/** Programs of a node, and the libraries that a plain Debian 12 may lack for them. */
const NODE_PACKAGES = [
  'containerd',
  'runc',
  'containernetworking-plugins',
  'nftables',
  'libnftables1',
  'libnftnl11',
  'libmnl0',
  'libjansson4',
  'libxtables12',
  'libseccomp2',
  'libedit2',
  'libbsd0',
  'libmd0',
  'libgmp10',
] as const;

const PACKAGES = [...new Set<string>([...NODE_PACKAGES, ...MARIADB_PACKAGES])];

/** The node's programs from Debian packages. */
export function debianPackages(): Recipe {
  return {
    name: 'debian',
    inputs: ['revision 1', ...PACKAGES],
    needs: [],
    coldSeconds: 5,
    build: (target, context) => unpackPackages(PACKAGES, target, context),
  };
}

/**
 * Unpacks packages into a folder: nothing is installed, and nothing that they depend on comes along.
 * apt's lists are kept aside too, so that the machine's own stay as they are.
 */
export async function unpackPackages(
  packages: readonly string[],
  target: string,
  { scratch, log }: BuildContext,
): Promise<void> {
  const downloads = join(scratch, 'downloads');
  const state = join(scratch, 'apt');
  for (const folder of [downloads, join(state, 'lists/partial'), join(state, 'cache/archives/partial')]) {
    await mkdir(folder, { recursive: true });
  }
  const apart = [`Dir::State::lists=${state}/lists`, `Dir::Cache=${state}/cache`, 'APT::Sandbox::User=root'];
  const aptGet = [...apart.flatMap((option) => ['-o', option]), '--quiet'];
  const options = { cwd: downloads, log };
  const help = 'check that Debian packages can be downloaded (apt-get update), then run the same command again';
  await run('apt-get', [...aptGet, '--error-on=any', 'update'], { ...options, seconds: 300, help });
  await run('apt-get', [...aptGet, 'download', ...packages], { ...options, seconds: 600, help });
  for (const file of await readdir(downloads)) {
    await run('dpkg', ['-x', join(downloads, file), target], { seconds: 120, log });
  }
}
