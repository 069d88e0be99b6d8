import type { Manifest, Rendered } from '../rendering/render.ts';
import { readFiles, type SourceFile } from './source-file.ts';

/** An object, and the Flux Kustomization that applies it. */
export interface Applied {
  /** The Flux Kustomization's name. */
  readonly owner: string;
  /** Its folder in the repository. */
  readonly folder: string;
  readonly object: Manifest;
}

/** gitops/, as its files are and as Flux applies it. */
export interface Tree {
  readonly files: readonly SourceFile[];
  /** Everything that is applied with one of the settings; the same object once. */
  readonly applied: readonly Applied[];
}

/** Reads the tree. @param renderings - of each set of settings that matters */
export function treeOf(root: string, renderings: readonly (readonly Rendered[])[]): Tree {
  return { files: readFiles(root), applied: appliedIn(renderings) };
}

/** What is applied with any of the settings; the same object once. @param renderings - of each set of settings */
export function appliedIn(renderings: readonly (readonly Rendered[])[]): Applied[] {
  const applied = renderings
    .flat()
    .flatMap(({ name, path, objects }) => objects.map((object) => appliedBy(name, path, object)));
  return [...new Map(applied.map((one) => [JSON.stringify(one), one])).values()];
}

/** An object as the API server reads it. @param owner the Flux Kustomization @param folder its folder in the repository */
export const appliedBy = (owner: string, folder: string, object: Manifest): Applied => ({
  owner,
  folder,
  object: withoutNulls(object) as Manifest,
});

/** To the API server a field that is null is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** `Deployment ghost/ghost` */
export function nameOf({ kind, metadata }: Manifest): string {
  return metadata.namespace ? `${kind} ${metadata.namespace}/${metadata.name}` : `${kind} ${metadata.name}`;
}

/** The API group of an object, '' for the core's. */
export const groupOf = ({ apiVersion }: Manifest): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
