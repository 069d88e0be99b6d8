import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseReference } from '../../../cli/shared/oci-reference.ts';

/** A file in a registry, as OCI manifests refer to it. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** What one entry of the cache adds to a registry: one manifest under one upstream name. */
interface Published {
  /** Registry, repository and tag as upstream: `ghcr.io/fluxcd/source-controller:v1.9.4`. */
  readonly reference: string;
  readonly manifest: Descriptor;
}

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** Where a digest's bytes are, below an entry's folder. */
function blobPath(folder: string, digest: string): string {
  return join(folder, 'blobs', digest.replace(':', '-'));
}

/** Moves a file into the entry's blobs and describes it. */
export async function addFile(folder: string, file: string, mediaType: string): Promise<Descriptor> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const digest = `sha256:${hash.digest('hex')}`;
  await mkdir(join(folder, 'blobs'), { recursive: true });
  await rename(file, blobPath(folder, digest));
  return { mediaType, digest, size: (await stat(blobPath(folder, digest))).size };
}

/** Writes a value as JSON into the entry's blobs and describes it. */
export async function addJson(folder: string, value: unknown, mediaType: string): Promise<Descriptor> {
  const bytes = Buffer.from(JSON.stringify(value));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  await mkdir(join(folder, 'blobs'), { recursive: true });
  await writeFile(blobPath(folder, digest), bytes);
  return { mediaType, digest, size: bytes.length };
}

/** Writes the manifest of a config and its layers, and the name under which the entry publishes it. */
export async function publish(
  folder: string,
  reference: string,
  config: Descriptor,
  layers: readonly Descriptor[],
): Promise<void> {
  const value = { schemaVersion: 2, mediaType: MANIFEST_TYPE, config, layers };
  const published: Published = { reference, manifest: await addJson(folder, value, MANIFEST_TYPE) };
  await writeFile(join(folder, 'published.json'), JSON.stringify(published));
}

/** A repository's manifests and blobs, as the registry answers them. */
export interface Repository {
  readonly tags: ReadonlyMap<string, Descriptor>;
  /** Entry folders whose blobs belong to it. */
  readonly folders: readonly string[];
}

/** Reads what the entries publish, by `registry/repository`. */
export async function openStore(folders: readonly string[]): Promise<ReadonlyMap<string, Repository>> {
  interface Growing {
    readonly tags: Map<string, Descriptor>;
    readonly folders: string[];
  }
  const store = new Map<string, Growing>();
  for (const folder of folders) {
    const { reference, manifest } = JSON.parse(await readFile(join(folder, 'published.json'), 'utf8')) as Published;
    const { repository, tag } = parseReference(reference);
    const entry: Growing = store.get(repository) ?? { tags: new Map(), folders: [] };
    entry.tags.set(tag, manifest);
    entry.folders.push(folder);
    store.set(repository, entry);
  }
  return store;
}

/** The file of a digest in a repository, if it has it. */
export function findBlob(repository: Repository, digest: string): string | undefined {
  return repository.folders.map((folder) => blobPath(folder, digest)).find((path) => existsSync(path));
}
