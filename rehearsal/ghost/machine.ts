import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CONTRACT_VALUES } from '../../test/contract-values.ts';
import { renderTree } from '../../test/rendering.ts';
import { CACHE } from './cache.ts';
import { debianPrograms } from './debian.ts';
import { ghostImage } from './ghost-image.ts';
import { timed } from './wait.ts';
import { versionOfGhost } from './workload.ts';

/** This machine cannot run the rehearsal; the message says what to do. */
export class UnfitMachineError extends Error {
  override readonly name = 'UnfitMachineError';
}

const PROGRAMS: Readonly<Record<string, string>> = {
  unshare: 'util-linux',
  ip: 'iproute2',
  openssl: 'openssl',
  'apt-get': 'apt (Debian or Ubuntu)',
  dpkg: 'dpkg (Debian or Ubuntu)',
  'g++': 'g++',
  make: 'make',
  python3: 'python3',
};

/**
 * Checks that this machine can run Ghost's containers, and fills the cache while there is a network.
 * @throws UnfitMachineError
 */
export async function prepareMachine(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new UnfitMachineError(
      `Ghost's containers run on Linux on amd64; this is ${process.platform}/${process.arch}.`,
    );
  if (process.getuid?.() !== 0) throw new UnfitMachineError('Containers need root: run this again with sudo.');
  const path = (process.env.PATH ?? '').split(delimiter);
  for (const [program, source] of Object.entries(PROGRAMS)) {
    if (!path.some((folder) => existsSync(join(folder, program))))
      throw new UnfitMachineError(`${program} is missing: install ${source}.`);
  }
  console.log(`cache: ${CACHE} (the first run fills it with about 1 GB, in two to four minutes)`);
  const version = versionOfGhost(renderTree({ ...CONTRACT_VALUES }));
  const programs = await timed(debianPrograms);
  console.log(`MariaDB and runc from Debian packages, unpacked: ${programs.seconds} s`);
  const image = await timed(() => ghostImage(version));
  console.log(`${image.value.description}: ${image.seconds} s`);
}
