import { posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { FILE_NAMES } from '../../shared/rendering/elsewhere.ts';
import { folderOf } from '../../shared/rendering/flux-kustomization.ts';
import {
  type KustomizationFile,
  type KustomizationSpec,
  kustomizationFile,
  kustomizationSpec,
  type PatchEntry,
} from './kustomization.ts';
import { jsonPatch, mergePatch, type Writing } from './patch.ts';
import { documentsIn, type WrittenDocument } from './written-document.ts';

/** The files of the commit, by their paths in the repository. */
export type Files = ReadonlyMap<string, string>;

/** What one document says of an object. */
interface WrittenPart extends Writing {
  readonly where: WrittenDocument['where'];
}

/** An object as a manifest names it. */
export interface WrittenObject extends WrittenPart {
  readonly group: string;
  readonly kind: string;
  /** None when only the cluster knows. */
  readonly namespace?: string;
  readonly name: string;
  /** Its name in the manifest, which patches go by. */
  readonly ownName: string;
}

/** A patch, and the objects that it is for. */
interface WrittenPatch extends WrittenPart {
  readonly isFor: (object: Pick<WrittenObject, 'group' | 'kind' | 'ownName'>) => boolean;
  /** Labels or annotations choose among those: which, only kustomize knows. */
  readonly selects: boolean;
}

/** What a Kustomization of Flux applies, as the commit has written it. */
export interface WrittenManifests {
  readonly objects: readonly WrittenObject[];
  readonly patches: readonly WrittenPatch[];
}

/** What Flux or kustomize leave out of what they apply. */
const LEFT_OUT = /config\.kubernetes\.io\/local-config/;

const manifest = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
});

/**
 * Reads the manifests that a Kustomization leads to: resources, components and patches, with the names and namespaces that it gives
 * them. What it generates has no manifest.
 * @param name of the Kustomization, for what it writes itself: `Kustomization flux-system/ghost`
 * @param spec of the Kustomization
 * @param settings the values of the ConfigMap that CDK writes
 */
export function writtenManifests(
  name: string,
  spec: unknown,
  files: Files,
  settings: Readonly<Record<string, string>>,
): WrittenManifests {
  const { path, components, patches, targetNamespace, namePrefix, nameSuffix, postBuild } =
    kustomizationSpec.parse(spec);
  const reader = new Reader(files, valuesOf(postBuild, settings));
  const root = folderOf(path);
  const naming = { namePrefix, nameSuffix, ...(targetNamespace === undefined ? {} : { namespace: targetNamespace }) };
  reader.folder(root, naming);
  for (const component of components) reader.entry(root, component, naming);
  for (const patch of patches) reader.patch(name, root, patch);
  return reader;
}

function valuesOf(
  postBuild: KustomizationSpec['postBuild'],
  settings: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  return postBuild && { ...settings, ...postBuild.substitute };
}

/** @param folder empty, or what leads up to it, for the repository itself */
const isBelow = (folder: string, path: string): boolean => ['', '.'].includes(folder) || path.startsWith(`${folder}/`);

interface Naming {
  readonly namespace?: string;
  readonly namePrefix: string;
  readonly nameSuffix: string;
}

class Reader implements WrittenManifests {
  readonly objects: WrittenObject[] = [];
  readonly patches: WrittenPatch[] = [];
  private readonly files: Files;
  private readonly values: Readonly<Record<string, string>> | undefined;
  private readonly seen = new Set<string>();

  constructor(files: Files, values: Readonly<Record<string, string>> | undefined) {
    this.files = files;
    this.values = values;
  }

  /** A folder with a kustomization.yaml; without one Flux takes every manifest below it. */
  folder(folder: string, outer: Naming): void {
    if (this.seen.has(folder)) return;
    this.seen.add(folder);
    const file = FILE_NAMES.map((name) => posix.join(folder, name)).find((name) => this.files.has(name));
    if (file === undefined) {
      for (const path of this.files.keys()) {
        if (isBelow(folder, path) && /\.ya?ml$/.test(path)) this.resource(path, outer);
      }
      return;
    }
    const own = this.kustomization(file);
    if (own === undefined) return;
    const naming = named(own, outer);
    for (const name of [...own.resources, ...own.bases, ...own.components]) this.entry(folder, name, naming);
    for (const patch of [...own.patches, ...own.patchesJson6902]) this.patch(file, folder, patch);
    for (const patch of own.patchesStrategicMerge) {
      this.patch(file, folder, patch.includes('\n') ? { patch } : { path: patch });
    }
  }

  /** What a kustomization.yaml names: a file or a folder. */
  entry(folder: string, name: string, naming: Naming): void {
    const path = posix.join(folder, name);
    if (this.files.has(path)) this.resource(path, naming);
    else this.folder(path, naming);
  }

  patch(file: string, folder: string, { path, patch, target }: PatchEntry): void {
    const from = path === undefined ? file : posix.join(folder, path);
    const text = path === undefined ? patch : this.files.get(from);
    for (const { value, where } of documentsIn(from, text ?? '', this.values, path === undefined)) {
      const found = manifest.safeParse(value);
      const aim = target ?? (found.success ? aimOf(found.data) : undefined);
      if (aim === undefined) continue;
      const writing = Array.isArray(value) ? jsonPatch(value) : withoutIdentity(mergePatch(value));
      const selects = aim.labelSelector !== undefined || aim.annotationSelector !== undefined;
      this.patches.push({ ...writing, where, isFor: isAimedAt(aim), selects });
    }
  }

  private kustomization(file: string): KustomizationFile | undefined {
    try {
      return kustomizationFile.safeParse(parse(this.files.get(file) ?? '')).data;
    } catch {
      // No YAML: Flux refuses it in words of its own.
      return undefined;
    }
  }

  private resource(file: string, { namespace: given, namePrefix, nameSuffix }: Naming): void {
    for (const { value, where } of documentsIn(file, this.files.get(file) ?? '', this.values)) {
      const { data } = manifest.safeParse(value);
      if (data === undefined || Object.keys(data.metadata.annotations ?? {}).some((key) => LEFT_OUT.test(key)))
        continue;
      const { apiVersion, kind, metadata } = data;
      const namespace = given ?? metadata.namespace;
      this.objects.push({
        group: groupOf(apiVersion),
        kind,
        ...(namespace === undefined ? {} : { namespace }),
        name: `${namePrefix}${metadata.name}${nameSuffix}`,
        ownName: metadata.name,
        ...withoutIdentity(mergePatch(value)),
        replaced: [],
        where,
      });
    }
  }
}

/** The outer name comes around the inner one, and the outer namespace wins. */
function named(own: KustomizationFile, outer: Naming): Naming {
  const namespace = outer.namespace ?? own.namespace;
  return {
    ...(namespace === undefined ? {} : { namespace }),
    namePrefix: `${outer.namePrefix}${own.namePrefix}`,
    nameSuffix: `${own.nameSuffix}${outer.nameSuffix}`,
  };
}

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

const aimOf = ({ apiVersion, kind, metadata }: z.output<typeof manifest>): NonNullable<PatchEntry['target']> => ({
  group: quoted(groupOf(apiVersion)),
  kind: quoted(kind),
  name: quoted(metadata.name),
});

const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

function isAimedAt({
  group = '.*',
  kind = '.*',
  name = '.*',
}: NonNullable<PatchEntry['target']>): WrittenPatch['isFor'] {
  const fits = (pattern: string, text: string) => whole(pattern || '.*').test(text);
  return (object) => fits(group, object.group) && fits(kind, object.kind) && fits(name, object.ownName);
}

/** What is no expression fits nothing: kustomize refuses it. */
function whole(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return /(?!)/;
  }
}

/** What names an object, and what only the API server writes, is no field of it. */
function withoutIdentity({ leaves, replaced }: Writing): Writing {
  return { leaves: leaves.filter(({ place }) => !isIdentity(place)), replaced };
}

const IDENTITY = ['apiVersion', 'kind', 'status'];
const OF_SERVER =
  /^(?:name|namespace|generateName|uid|resourceVersion|generation|managedFields|selfLink|\w+Timestamp)$/;

const isIdentity = ([first, second]: readonly (string | number)[]): boolean =>
  IDENTITY.includes(String(first)) || (first === 'metadata' && OF_SERVER.test(String(second)));
