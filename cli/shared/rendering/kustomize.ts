import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Artifact } from './artifact.ts';
import { FILE_NAMES, refuseElsewhere } from './elsewhere.ts';
import type { FluxKustomization, Image, Overlay } from './flux-kustomization.ts';
import type { Kubectl } from './kubectl.ts';
import { RenderingError } from './rendering-error.ts';

interface KustomizationFile extends Overlay {
  readonly resources?: readonly string[];
}

/** It lives for a tenth of a second, a third of which it would spend on collecting garbage: https://go.dev/doc/gc-guide */
const LATE_COLLECTION = { GOGC: 'off', GOMEMLIMIT: '1GiB' };

const NO_FILE = 'add the file that names its resources: without one Flux takes every manifest below the folder';

/** What kustomize printed in this process, by everything that it read. */
const printed = new Map<string, string>();

/**
 * What kustomize makes of a folder, after Flux has written its own fields into the folder's kustomization.yaml.
 * @throws RenderingError when the folder is missing, or kustomize refuses it
 */
export function build({ name, path, overlay }: FluxKustomization, artifact: Artifact, kubectl: Kubectl): string {
  const key = JSON.stringify([artifact.digest, path, overlay]);
  const text = printed.get(key) ?? run(name, path, overlay, artifact.folder, kubectl);
  printed.set(key, text);
  return text;
}

function run(name: string, path: string, overlay: Overlay, root: string, kubectl: Kubectl): string {
  const folder = join(root, path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new RenderingError(
      `${path}/kustomization.yaml does not exist, and the Flux Kustomization ${name} names that folder`,
      {
        edit: `correct spec.path of the Kustomization ${name}, or add the folder`,
      },
    );
  }
  refuseElsewhere(folder, root);
  const file = kustomizationOf(folder);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  try {
    writeFileSync(file, stringify(withOverlay(read(file, before), overlay, folder)));
    const options: ExecFileSyncOptionsWithStringEncoding = {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...LATE_COLLECTION },
    };
    return execFileSync(kubectl.path, ['kustomize', '--load-restrictor=LoadRestrictionsNone', folder], options);
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    if (stderr === undefined) throw error;
    const words = stderr
      .replaceAll(`${root}/`, '')
      .replace(/^error: /, '')
      .trim();
    const [crash] = /\ngoroutine \d|\nruntime stack:/.test(words) ? words.split('\n') : [];
    const what = crash === undefined ? `kustomize refuses ${path}: ${words}` : `kustomize crashes on ${path}: ${crash}`;
    throw new RenderingError(what, { where: relative(root, file), ...(before === undefined && { edit: NO_FILE }) });
  } finally {
    if (before !== undefined) writeFileSync(file, before); // the next Kustomization may read the same folder
  }
}

const kustomizationOf = (folder: string): string =>
  FILE_NAMES.map((name) => join(folder, name)).find((file) => existsSync(file)) ?? join(folder, 'kustomization.yaml');

/** The file's content; without a file Flux takes every manifest below the folder. */
function read(file: string, text: string | undefined): KustomizationFile {
  if (text !== undefined) return (parse(text) ?? {}) as KustomizationFile;
  const folder = join(file, '..');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const nested = names.filter((name) => FILE_NAMES.some((one) => existsSync(join(folder, name, one))));
  const manifests = names.filter(
    (name) => /\.ya?ml$/.test(name) && !nested.some((outer) => name.startsWith(`${outer}/`)),
  );
  const outermost = nested.filter((name) => !nested.some((outer) => name.startsWith(`${outer}/`)));
  return { resources: [...outermost, ...manifests].sort() };
}

/** What Flux writes: https://fluxcd.io/flux/components/kustomize/kustomizations/#working-with-kustomizations */
function withOverlay(own: KustomizationFile, overlay: Overlay, folder: string): KustomizationFile {
  const { patches = [], components = [], images = [], ignoreMissingComponents, ...others } = overlay;
  const there = components.filter((component) => !ignoreMissingComponents || existsSync(join(folder, component)));
  return {
    ...own,
    ...((own.resources ?? []).length === 0 && { buildMetadata: ['originAnnotations'] }),
    ...others,
    patches: [...(own.patches ?? []), ...patches],
    components: [...(own.components ?? []), ...there],
    images: images.reduce(withImage, own.images ?? []),
  };
}

/** A name or a version in the Flux Kustomization replaces the file's; tag and digest are one thing. */
function withImage(images: readonly Image[], added: Image): readonly Image[] {
  const own = images.find(({ name }) => name === added.name);
  if (!own) return [...images, added];
  const { newTag, digest, ...rest } = own;
  const versioned = added.newTag !== undefined || added.digest !== undefined;
  const merged = { ...rest, ...(!versioned && { newTag, digest }), ...added };
  return images.map((image) => (image === own ? merged : image));
}
