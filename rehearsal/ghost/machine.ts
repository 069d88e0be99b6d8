import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CONTRACT_VALUES } from '../../cli/shared/rendering/contract-values.ts';
import { renderTree } from '../../cli/shared/rendering/render.ts';
import { cacheFolders } from '../builds/folders.ts';
import { obtain } from '../builds/obtain.ts';
import { debianPackages } from '../builds/recipes/debian.ts';
import { ghost } from '../builds/recipes/ghost.ts';
import { PreconditionError } from '../shared/errors.ts';
import { Steps } from '../shared/steps.ts';
import { versionOfGhost } from './workload.ts';

/** Where the cache has what a run needs. */
export interface Provisions {
  /** Unpacked Debian packages: MariaDB and runc. */
  readonly debian: string;
  /** Result of the recipe for Ghost. */
  readonly ghost: string;
}

const PROGRAMS: Readonly<Record<string, string>> = {
  unshare: 'util-linux',
  ip: 'iproute2',
  openssl: 'openssl',
  'apt-get': 'apt (this needs Debian or Ubuntu)',
  'g++': 'g++',
  make: 'make',
  python3: 'python3',
};

/**
 * Checks that this machine can run Ghost's containers, and fills the cache while there is a network.
 * @throws PreconditionError when it cannot
 */
export async function prepareMachine(): Promise<Provisions> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const here = `${process.platform}/${process.arch}`;
    throw new PreconditionError(`Ghost's containers run on Linux on amd64; this is ${here}`, {
      help: 'run it on such a machine, or in a virtual one',
    });
  }
  if (process.getuid?.() !== 0) throw new PreconditionError('containers need root', { help: 'run it again with sudo' });
  const path = (process.env.PATH ?? '').split(delimiter);
  for (const [program, source] of Object.entries(PROGRAMS)) {
    if (path.some((folder) => existsSync(join(folder, program)))) continue;
    throw new PreconditionError(`${program} is missing`, { help: `apt-get install ${source}` });
  }
  const recipes = { debian: debianPackages(), ghost: ghost(versionOfGhost(renderTree({ ...CONTRACT_VALUES }))) };
  const folder = await obtain(Object.values(recipes), cacheFolders(process.env), new Steps());
  return { debian: folder(recipes.debian), ghost: folder(recipes.ghost) };
}
