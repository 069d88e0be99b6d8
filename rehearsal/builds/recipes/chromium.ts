import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PreconditionError } from '../../shared/errors.ts';
import type { OsRelease } from '../../shared/os-release.ts';
import { run } from '../../shared/process/run.ts';
import type { BuildContext, Recipe } from '../recipe.ts';
import { aptApart, unpackFiles } from './apt.ts';
import { packageInputs } from './packages.ts';

/** Chromium without windows, and letters for it to write with. */
const PACKAGES = ['chromium-headless-shell', 'fonts-liberation'] as const;

/**
 * What apt is told is there: the machine's own C library, which no other may stand beside, and what a browser in a
 * window would use. All else that Chromium depends on comes along, whatever its packages are called in this release.
 */
const THERE = ['libc6', 'fontconfig-config', 'x11-utils', 'xdg-utils'] as const;

/** Large, and of no use here: a debugger's layer, the pages of settings, other languages, manuals. */
const USELESS = [
  'usr/lib/chromium/libVkLayer_khronos_validation.so',
  'usr/lib/chromium/resources.pak',
  'usr/share/doc',
  'usr/share/locale',
  'usr/share/man',
] as const;

/** Fonts of the unpacked folder and no others: pictures look the same on every machine. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>sans-serif</family><prefer><family>Liberation Sans</family></prefer></alias>
  <alias><family>serif</family><prefer><family>Liberation Serif</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Liberation Mono</family></prefer></alias>
</fontconfig>
`;

const HELP =
  'check that Debian packages can be downloaded (apt-get update), or leave the pictures out: npx onemerge rehearse --no-pictures';

/** Chromium with every library that it needs, and `fonts.conf`, from Debian packages. */
export function chromium(): Recipe {
  return {
    name: 'chromium',
    inputs: ['revision 1', ...packageInputs(PACKAGES), ...THERE, ...USELESS, FONTS],
    needs: [],
    coldSeconds: 20,
    build: unpackChromium,
  };
}

async function unpackChromium(target: string, context: BuildContext): Promise<void> {
  const { scratch, log } = context;
  const apart = await aptApart(context, HELP);
  const archives = join(scratch, 'archives');
  await mkdir(join(archives, 'partial'), { recursive: true });
  const status = join(scratch, 'status');
  await writeFile(status, THERE.map(installed).join('\n'));
  const places = [`Dir::State::status=${status}`, `Dir::Cache::archives=${archives}`];
  const options = [...places.flatMap((option) => ['-o', option]), '--quiet', '--yes', '--no-install-recommends'];
  const install = [...apart, ...options, '--download-only', 'install', ...PACKAGES];
  await run('apt-get', install, { seconds: 600, cwd: scratch, log, help: HELP });
  await unpackFiles(archives, target, context);
  for (const path of USELESS) await rm(join(target, path), { recursive: true, force: true });
  await writeFile(join(target, 'fonts.conf'), FONTS);
}

/** What dpkg would write of an installed package, newer than any that is asked for. */
function installed(name: string): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 9:9\n`;
}

/** Why a system has no Chromium that can be unpacked; undefined when it should have. */
export function lacksChromium({ id, like }: OsRelease): string | undefined {
  const ubuntu = [id, ...like].includes('ubuntu');
  return ubuntu ? 'Ubuntu has Chromium as a snap only, which cannot be unpacked' : undefined;
}

/** @throws PreconditionError on a system without such a Chromium, for what makes no sense without a browser */
export function requireChromium(release: OsRelease): void {
  const lack = lacksChromium(release);
  if (lack === undefined) return;
  throw new PreconditionError(`Lighthouse has no browser here: ${lack}`, {
    help: 'audit on Debian; everything else of the blog runs here: npx onemerge rehearse ghost',
  });
}
