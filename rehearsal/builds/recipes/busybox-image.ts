import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { BUSYBOX_SERVED } from '../../shared/build-versions.ts';
import { run } from '../../shared/process/run.ts';
import { buildImage } from '../oci/image.ts';
import type { PublishedRecipe } from '../recipe.ts';
import { packageInputs, unpackPackages } from './packages.ts';

const PACKAGES = ['busybox-static'];

/** The image that docs/add-a-service.md starts: the system's busybox, which may be older, under the name that the document has. */
export function imageOfBusybox(): PublishedRecipe {
  const reference = `public.ecr.aws/docker/library/busybox:${BUSYBOX_SERVED}`;
  return {
    reference,
    name: 'image-busybox',
    inputs: ['revision 1', process.arch, ...packageInputs(PACKAGES), reference],
    needs: [],
    coldSeconds: 5,
    build: async (target, context) => {
      const { scratch, log } = context;
      const unpacked = join(scratch, 'package');
      await unpackPackages(PACKAGES, unpacked, context);
      const programs = join(scratch, 'bin');
      await mkdir(programs);
      await copyFile(join(unpacked, 'bin/busybox'), join(programs, 'busybox'));
      const names = (await run(join(programs, 'busybox'), ['--list'], { seconds: 10, log })).trim().split('\n');
      for (const name of names) if (name !== 'busybox') await symlink('busybox', join(programs, name));
      const image = { reference, files: { '/bin': programs }, entrypoint: [], command: ['sh'], user: '0:0' };
      await buildImage(image, target, scratch, log);
    },
  };
}
