import { copyFile, mkdir, open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { PreconditionError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';
import { addFile, publish } from '../oci/store.ts';
import type { BuildContext, PublishedRecipe } from '../recipe.ts';

/** The `manifest.json` of an archive that `docker save` wrote: its images, with the paths of their parts in it. */
const archived = z.array(
  z.object({ Config: z.string(), RepoTags: z.array(z.string()).nullable(), Layers: z.array(z.string()) }),
);
type Archived = z.infer<typeof archived>[number];

/**
 * The images that somebody brought: archives that `docker save`, `podman save` or `crane pull` wrote, in one folder.
 * @returns one recipe for each name in them
 * @throws PreconditionError for an archive that is none, or that names no image
 */
export async function broughtImages(folder: string): Promise<PublishedRecipe[]> {
  const names = await readdir(folder).catch(() => [] as string[]); // nobody brought any
  const archives = names.filter((name) => name.endsWith('.tar')).sort();
  return (await Promise.all(archives.map((name) => imagesOf(join(folder, name))))).flat();
}

async function imagesOf(archive: string): Promise<PublishedRecipe[]> {
  const images = await readManifest(archive);
  const { size, mtimeMs } = await stat(archive);
  const name = `brought-${basename(archive, '.tar')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')}`;
  const recipes = images.flatMap((image) =>
    (image.RepoTags ?? []).map((reference) => ({
      reference,
      name,
      inputs: ['revision 1', archive, reference, `${size} bytes of ${mtimeMs}`],
      needs: [],
      coldSeconds: 1,
      build: async (target: string, { scratch, log }: BuildContext) => {
        const unpacked = join(scratch, 'archive');
        await mkdir(unpacked);
        await run('tar', ['-xf', archive, '-C', unpacked], { seconds: 300, log });
        await convert(image, unpacked, target, reference, scratch);
      },
    })),
  );
  if (recipes.length === 0) throw unusable(archive, 'it names no image: save it by its name, and not by its id');
  return recipes;
}

async function readManifest(archive: string): Promise<Archived[]> {
  try {
    const text = await run('tar', ['-xOf', archive, 'manifest.json'], { seconds: 60 });
    return archived.parse(JSON.parse(text));
  } catch {
    throw unusable(archive, 'it holds no manifest.json as `docker save` writes it');
  }
}

function unusable(archive: string, why: string): PreconditionError {
  return new PreconditionError(`${archive} cannot be served as an image: ${why}`, {
    where: archive,
    help: `write it anew (docker save --output ${basename(archive)} NAME:TAG), or delete it`,
  });
}

/** Publishes an unpacked image. Its parts stay as they are: only the manifest is another. */
async function convert(
  image: Archived,
  from: string,
  target: string,
  reference: string,
  scratch: string,
): Promise<void> {
  // Copied: the same part may occur twice in one archive, and parts may be links to others.
  const add = async (part: string, mediaType: string) => {
    const copy = join(scratch, 'part');
    await copyFile(await realpath(join(from, part)), copy);
    return await addFile(target, copy, mediaType);
  };
  const config = await add(image.Config, 'application/vnd.oci.image.config.v1+json');
  const layers = [];
  for (const layer of image.Layers) {
    const packed = (await isGzip(join(from, layer))) ? '+gzip' : '';
    layers.push(await add(layer, `application/vnd.oci.image.layer.v1.tar${packed}`));
  }
  await publish(target, reference, config, layers);
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.equals(Buffer.from([0x1f, 0x8b]));
  } finally {
    await file.close();
  }
}
