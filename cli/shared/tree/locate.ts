import { type Document, isAlias, isMap, isNode, isPair, isSeq, type Node } from 'yaml';
import { isYaml, parseFile, type SourceFile } from './source-file.ts';
import type { Applied, Tree } from './tree.ts';

/** Where in an object: `['spec', 'containers', 0]`. */
export type Path = readonly (string | number)[];

interface Place {
  readonly depth: number;
  readonly where: string;
}

/**
 * Where the repository has a field of an object: of the files that hold the object or a patch of it, the one that goes
 * deepest towards the field. For what kustomize makes up itself it is the folder's kustomization.yaml.
 * @returns `path:line`
 */
export function locate({ files }: Tree, { object, folder }: Applied, path: Path = []): string {
  const ofName = (isName: (written: unknown) => boolean) =>
    files.filter(isYaml).flatMap((file) => placesIn(file, object.kind, isName, path));
  const { name } = object.metadata;
  const exact = ofName((written) => written === name);
  const places = exact.length > 0 ? exact : ofName((written) => becomes(written, name));
  const near = places.filter(({ where }) => where.startsWith(`${folder}/`));
  const [deepest] = (near.length > 0 ? near : places).sort((a, b) => b.depth - a.depth);
  return deepest?.where ?? `${folder}/kustomization.yaml`;
}

/** Whether a name with variables in it may be another one once Flux has substituted them. */
function becomes(written: unknown, name: string): boolean {
  const parts = String(written).split(/\$\{[^}]*\}/);
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  return parts.length > 1 && name.startsWith(first) && name.endsWith(last);
}

function placesIn(file: SourceFile, kind: string, isName: (written: unknown) => boolean, path: Path): Place[] {
  const { documents, lines } = parseFile(file);
  return documents
    .filter((document) => document.get('kind') === kind && isName(document.getIn(['metadata', 'name'])))
    .map((document) => {
      const { depth, offset } = walk(document, path);
      return { depth, where: `${file.path}:${lines.linePos(offset).line}` };
    });
}

/** Follows a path as far as it goes. */
function walk(document: Document.Parsed, path: Path): { readonly depth: number; readonly offset: number } {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    const next = stepInto(node, step);
    if (!next) return { depth, offset };
    offset = next.offset;
    node = next.node;
  }
  return { depth: path.length, offset };
}

function stepInto(node: Node | null, step: string | number): { node: Node | null; offset: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && isNode(item.key) && item.key.toJSON() === step);
    if (!pair || !isNode(pair.key)) return undefined;
    return { node: isNode(pair.value) ? pair.value : null, offset: pair.key.range?.[0] ?? 0 };
  }
  if (!isSeq(node) || typeof step !== 'number') return undefined;
  const item = node.items[step];
  return isNode(item) ? { node: item, offset: item.range?.[0] ?? 0 } : undefined;
}

/** `spec.containers[0].image` */
export const pathText = (path: Path): string =>
  path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
