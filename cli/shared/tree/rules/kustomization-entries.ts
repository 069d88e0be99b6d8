import { dirname, join, normalize } from 'node:path';
import { isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { isKustomization, parseFile, type SourceFile } from '../source-file.ts';

/** A file, folder or address that a kustomization.yaml names. */
export interface Entry {
  /** As written. */
  readonly written: string;
  /** Path in the repository, of what is no address. */
  readonly path: string;
  /** `resources`, `components`, `patches` ... */
  readonly field: string;
  /** `path:line` of the entry. */
  readonly where: string;
}

/** Fields whose items are paths; the others have theirs inside of objects. */
const PATHS = [
  'resources',
  'components',
  'bases',
  'crds',
  'configurations',
  'generators',
  'transformers',
  'validators',
];
/** Keys that hold a path, or a list of them, below the fields of generators, patches and replacements. */
const KEYS = ['path', 'files', 'envs', 'env'];
const HOLDERS = ['patches', 'patchesJson6902', 'configMapGenerator', 'secretGenerator', 'replacements', 'openapi'];

/** Everything that a kustomization.yaml names, in its order. */
export function entriesOf(file: SourceFile): Entry[] {
  const { documents, lines } = parseFile(file);
  const contents = documents[0]?.contents;
  if (!isMap(contents)) return [];
  const entry = (field: string, node: Node): Entry[] => {
    if (!isScalar(node) || typeof node.value !== 'string') return [];
    const written = field.endsWith('Generator') ? node.value.replace(/^[^/]*?=/, '') : node.value;
    if (written.includes('\n')) return []; // an object in place of a path
    const path = normalize(join(dirname(file.path), written)).replace(/\/$/, '');
    return [{ written, path, field, where: `${file.path}:${lines.linePos(node.range?.[0] ?? 0).line}` }];
  };
  return contents.items.flatMap(({ key, value }) => {
    const field = String(isScalar(key) ? key.value : key);
    if (PATHS.includes(field) || field === 'patchesStrategicMerge')
      return isSeq(value) ? value.items.flatMap((item) => entry(field, item as Node)) : [];
    return HOLDERS.includes(field) ? pathsBelow(value as Node).flatMap((node) => entry(field, node)) : [];
  });
}

function pathsBelow(node: Node | null): Node[] {
  const found: Node[] = [];
  visit(node, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !KEYS.includes(String(key.value))) return;
      if (isSeq(value)) found.push(...(value.items as Node[]));
      else if (isScalar(value)) found.push(value);
    },
  });
  return found;
}

/** The paths that the kustomizations of some folders list, and those of the folders that they list in turn. */
export function listedFrom(files: readonly SourceFile[], folders: readonly string[]): Set<string> {
  const listed = new Set<string>();
  const queue = [...folders];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    for (const file of files.filter((one) => isKustomization(one) && dirname(one.path) === folder)) {
      if (listed.has(file.path)) continue;
      listed.add(file.path);
      for (const { path } of entriesOf(file)) {
        listed.add(path);
        queue.push(path);
      }
    }
  }
  return listed;
}
