import { basename, join } from 'node:path';
import { parseReference } from '../../../cli/shared/oci-reference.ts';
import type { TreeImage } from '../../../cli/shared/rendering/images.ts';
import { PreconditionError } from '../../shared/errors.ts';

/** What images and charts can be had from. */
export interface Sources {
  /** References that this machine's registry will serve. */
  readonly served: readonly string[];
  /** Registries that answer upstream. */
  readonly answering: readonly string[];
  /** The folder that people bring images to. */
  readonly folder: string;
}

/**
 * Makes sure that everything the tree pulls can be had, before anything is built or started.
 * @param images what the tree names
 * @throws PreconditionError that names each image that cannot, its file, and how to bring it
 */
export function requireImages(images: readonly TreeImage[], { served, answering, folder }: Sources): void {
  const names = served.map(nameOf);
  const missing = images.filter(({ reference }) => {
    const { registry, digest } = parseReference(reference);
    // What is built or converted here has a digest of its own.
    return !answering.includes(registry) && (digest !== undefined || !names.includes(nameOf(reference)));
  });
  const [first] = missing;
  if (!first) return;
  const lines = missing.map(({ reference, files }) => `  ${files.join(', ')}: ${reference}`);
  const count = missing.length === 1 ? '1 image' : `${missing.length} images`;
  const what = `${count} of the tree cannot be had: not built here, not brought, and the registry does not answer`;
  throw new PreconditionError([what, ...lines].join('\n'), { where: folder, help: bringing(first.reference, folder) });
}

function nameOf(reference: string): string {
  const { repository, tag } = parseReference(reference);
  return `${repository}:${tag}`;
}

/** The way to bring an image, in lines to paste. */
function bringing(reference: string, folder: string): string {
  const { repository, tag, digest } = parseReference(reference);
  if (digest !== undefined)
    return `name it by its tag alone (${reference.split('@')[0]}), then run the same command again`;
  const file = `${basename(repository)}-${tag}.tar`;
  return [
    'bring it as an archive: where Docker runs and the registry answers,',
    `    docker pull --platform linux/amd64 ${reference} && docker save --output ${file} ${reference}`,
    `  copy the file to ${join(folder, file)} and run the same command again`,
  ].join('\n');
}
