import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImage } from '../oci/image.ts';
import type { PublishedRecipe, Recipe } from '../recipe.ts';
import { ghost } from './ghost.ts';
import { packageInputs, unpackPackages } from './packages.ts';

/** What node, Ghost's native modules and the entrypoint's shell script need of Debian, the base of the official image. */
const USERLAND = [
  'libc6',
  'libgcc-s1',
  'libstdc++6',
  'dash',
  'coreutils',
  'libacl1',
  'libattr1',
  'libgmp10',
  'libpcre2-8-0',
  'libselinux1',
  // Of coreutils from Debian 13 on.
  'libcap2',
  ['libssl3t64', 'libssl3'],
  'zlib1g',
  'libzstd1',
];

function userland(): Recipe {
  return {
    name: 'userland',
    inputs: ['revision 2', ...packageInputs(USERLAND)],
    needs: [],
    coldSeconds: 5,
    build: async (target, context) => {
      await unpackPackages(USERLAND, target, context);
      await rm(join(target, 'usr/share'), { recursive: true, force: true }); // manuals and translations
    },
  };
}

/** What the official image gives to a container that starts. */
const START = {
  entrypoint: ['/opt/image/entrypoint'],
  command: ['node', 'current/index.js'],
  workingDirectory: '/var/lib/ghost',
  env: [
    'PATH=/opt/image:/usr/local/bin:/usr/bin:/bin',
    'NODE_ENV=production',
    'GHOST_INSTALL=/var/lib/ghost',
    'GHOST_CONTENT=/var/lib/ghost/content',
    'HOME=/home/node',
  ],
};

/** What no program reads: source maps and type declarations, two in five files of Ghost's packages. */
const UNREAD = ['*.map', '*.d.ts', '*.d.mts', '*.d.cts'];

/**
 * The image of Ghost under its upstream name, for when the upstream registry does not answer: the official image's
 * layout, user and settings, with an entrypoint of our own.
 * @param reference - registry, repository and exact version, as the tree pins it
 * @param name - of the recipe: another one for another version
 */
export function imageOfGhost(reference: string, name = 'image-ghost'): PublishedRecipe {
  const version = reference.slice(reference.lastIndexOf(':') + 1);
  const program = ghost(version);
  const base = userland();
  return {
    reference,
    name,
    inputs: ['revision 2', process.arch, reference, ...UNREAD, JSON.stringify(START)],
    needs: [program, base],
    coldSeconds: 10,
    build: async (target, context) => {
      const from = context.folder(program);
      const image = {
        ...START,
        reference,
        files: { '/': context.folder(base), '/opt/image': join(from, 'tools'), '/var/lib/ghost': join(from, 'ghost') },
        leaveOut: UNREAD,
        user: '0:0', // as upstream: the Deployment names another
        accounts: { node: 1000 },
      };
      await buildImage(image, target, context.scratch, context.log);
    },
  };
}
