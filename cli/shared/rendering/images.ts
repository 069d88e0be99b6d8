import { ALL_CONTRACT_VALUES } from './contract-values.ts';
import { filesHolding } from './files.ts';
import { type Manifest, type Rendered, renderTrees, type Values } from './render.ts';

/** An image or chart that the tree names, and where. */
export interface TreeImage {
  readonly reference: string;
  /** Paths in the repository. */
  readonly files: readonly string[];
}

/** Fields that hold containers, in whatever object. */
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/**
 * What the tree, as its files are now, makes a cluster pull: images of every kind that holds pods, and charts. The images
 * that a chart names are not among them: they are known once it is rendered, in the cluster.
 * @param settings - what Flux may substitute; all that any config leads to
 * @throws RenderingError when the tree cannot be rendered
 */
export function treeImages(settings: readonly Values[] = ALL_CONTRACT_VALUES): TreeImage[] {
  return imagesIn(renderTrees(settings).flat());
}

/** The images and charts of rendered folders, each once. @param filesNaming the files of a folder that hold a name */
export function imagesIn(
  tree: readonly Pick<Rendered, 'path' | 'objects'>[],
  filesNaming: (name: string, path: string) => string[] = filesHolding,
): TreeImage[] {
  const found = new Map<string, { readonly files: Set<string>; readonly paths: Set<string> }>();
  for (const { path, objects } of tree) {
    for (const object of objects) {
      for (const reference of referencesIn(object)) {
        // kustomize puts an image together of the name and the tag under `images:`.
        const files = filesNaming(reference.replace(/(:[^/:]+)?(@.*)?$/, ''), path);
        const known = found.get(reference) ?? { files: new Set(), paths: new Set() };
        for (const file of files) known.files.add(file);
        found.set(reference, { ...known, paths: known.paths.add(path) });
      }
    }
  }
  // A folder may have the name from a component of another one.
  return [...found].map(([reference, { files, paths }]) => ({
    reference,
    files: [...(files.size > 0 ? files : paths)],
  }));
}

function referencesIn(object: Manifest): string[] {
  if (object.kind !== 'OCIRepository') return imagesBelow(object);
  const { url, ref } = object.spec as { url: string; ref?: { tag?: string; digest?: string } };
  return [`${url.replace('oci://', '')}${ref?.tag ? `:${ref.tag}` : ''}${ref?.digest ? `@${ref.digest}` : ''}`];
}

/** Values of `image` in lists of containers, however deep. */
function imagesBelow(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesBelow);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, below]) => {
    if (!CONTAINERS.includes(field) || !Array.isArray(below)) return imagesBelow(below);
    return below.flatMap((container: { readonly image?: unknown }) =>
      typeof container.image === 'string' ? [container.image] : [],
    );
  });
}
