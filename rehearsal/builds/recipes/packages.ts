import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { PreconditionError } from '../../shared/errors.ts';
import { type OsRelease, osRelease } from '../../shared/os-release.ts';
import { run } from '../../shared/process/run.ts';
import type { BuildContext } from '../recipe.ts';
import { aptApart, unpackFiles } from './apt.ts';

/** A package by its name, or by the names that it has on different systems, the newest first. */
export type PackageNeed = string | readonly string[];

/** What packages a recipe takes, and of which system: its part of the recipe's key. */
export function packageInputs(needs: readonly PackageNeed[], system: OsRelease = osRelease()): string[] {
  return [`${system.id} ${system.version}`, ...needs.map((need) => namesOf(need).join(' | '))];
}

/**
 * Unpacks packages into a folder: nothing is installed, and nothing that they depend on comes along.
 * @throws PreconditionError for a package that this system knows by none of its names
 */
export async function unpackPackages(
  needs: readonly PackageNeed[],
  target: string,
  context: BuildContext,
): Promise<void> {
  const help = 'check that Debian packages can be downloaded (apt-get update), then run the same command again';
  const apart = await aptApart(context, help);
  const listed = await run('apt-cache', [...apart, 'madison', ...needs.flatMap(namesOf)], { seconds: 60, help });
  const packages = choosePackages(needs, listed, osRelease());
  const downloads = join(context.scratch, 'downloads');
  await mkdir(downloads);
  const options = { seconds: 600, cwd: downloads, log: context.log, help };
  await run('apt-get', [...apart, '--quiet', 'download', ...packages], options);
  await unpackFiles(downloads, target, context);
  await linkIntoUsr(target);
}

/** Newer packages have everything below /usr, and leave it to the system to lead there from where programs look. */
export async function linkIntoUsr(root: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    const missing = existsSync(join(root, 'usr', name)) && !existsSync(join(root, name));
    if (missing) await symlink(join('usr', name), join(root, name));
  }
}

/**
 * Chooses a name for each need.
 * @param listed what `apt-cache madison` says of all names: a line for each version that exists, the name first
 * @throws PreconditionError for a need that is not there under any of its names
 */
export function choosePackages(needs: readonly PackageNeed[], listed: string, system: OsRelease): string[] {
  const known = new Set(listed.split('\n').map((line) => line.split('|')[0]?.trim()));
  return needs.map((need) => {
    const name = namesOf(need).find((one) => known.has(one));
    if (name !== undefined) return name;
    throw new PreconditionError(`${system.name} has no package ${namesOf(need).join(' or ')}`, {
      help: 'rehearse on Debian 12 or 13, or add the name that it has here, in rehearsal/builds/recipes',
    });
  });
}

function namesOf(need: PackageNeed): readonly string[] {
  return typeof need === 'string' ? [need] : need;
}
