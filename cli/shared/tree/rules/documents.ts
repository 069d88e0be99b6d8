import { type Document, isNode, isScalar } from 'yaml';
import type { Fault } from '../fault.ts';
import { type Path, pathText } from '../locate.ts';
import type { Rule } from '../rule.ts';
import { isKustomization, isYaml, parseFile } from '../source-file.ts';
import { entriesOf } from './kustomization-entries.ts';

/** kustomize names neither file nor line of what is no object, and for some of it prints a stack trace. */
export const documentsAreObjects: Rule = {
  name: 'holds objects in the files that are applied',
  *check({ files }) {
    const entries = files.filter(isKustomization).flatMap(entriesOf);
    const applied = new Set(entries.filter(({ field }) => field === 'resources').map(({ path }) => path));
    for (const file of files.filter((one) => isYaml(one) && applied.has(one.path))) {
      const { documents, lines } = parseFile(file);
      for (const document of documents) {
        const wrong = wrongIn(document);
        if (wrong) {
          const [offset = 0] = nodeAt(document, wrong.path)?.range ?? [];
          yield { where: `${file.path}:${lines.linePos(offset).line}`, what: wrong.what, edit: wrong.edit };
        }
      }
    }
  },
};

type Wrong = Pick<Fault, 'what' | 'edit'> & { readonly path: Path };

function wrongIn(document: Document.Parsed): Wrong | undefined {
  if (document.errors.length > 0) return undefined;
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    return undefined; // an alias that leads nowhere has a rule of its own, and of too many kustomize speaks itself
  }
  return value === null ? undefined : wrongObject(value, []);
}

function wrongObject(value: unknown, path: Path): Wrong | undefined {
  if (!isMapping(value))
    return wrong(path, 'is no object', 'write apiVersion, kind and metadata, or do not list the file');
  for (const field of ['apiVersion', 'kind']) {
    if (typeof value[field] !== 'string') return wrong([...path, field], 'is no text', `write ${field}: and its text`);
  }
  const { kind, items, metadata } = value;
  if (/List$/.test(String(kind)) && 'items' in value) {
    if (!Array.isArray(items)) return wrong([...path, 'items'], 'is no list', 'write a list of objects');
    return items.map((item, index) => wrongObject(item, [...path, 'items', index])).find((one) => one !== undefined);
  }
  return wrongMetadata(metadata, [...path, 'metadata']);
}

function wrongMetadata(metadata: unknown, path: Path): Wrong | undefined {
  if (!isMapping(metadata)) return wrong(path, 'is no mapping', 'write metadata: with a name below it');
  if (typeof metadata.name !== 'string')
    return wrong([...path, 'name'], 'is no text', 'write a name, in quotes if it is a number');
  const field = ['labels', 'annotations'].find((one) => !isMapping(metadata[one] ?? {}));
  return field === undefined ? undefined : wrong([...path, field], 'is no mapping', 'write names and values: a: b');
}

const wrong = (path: Path, what: string, edit: string): Wrong => ({
  path,
  what: path.length === 0 ? what : `${pathText(path)} ${what}`,
  edit,
});

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The deepest node on the way to a path. */
function nodeAt(document: Document.Parsed, path: Path) {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && !(isScalar(node) && node.value === null)) return node;
  }
  return document.contents;
}
