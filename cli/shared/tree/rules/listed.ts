import { dirname, join, normalize } from 'node:path';
import { FLUX_PATH, MANIFESTS } from '../../../../lib/names.ts';
import type { Fault } from '../fault.ts';
import type { Rule } from '../rule.ts';
import { isKustomization, type SourceFile } from '../source-file.ts';
import type { Tree } from '../tree.ts';
import { isFluxKustomization } from './dependencies.ts';
import { type Entry, entriesOf, listedFrom } from './kustomization-entries.ts';

/** What kustomize reads: objects and patches. Other files are nobody's business unless a generator names them. */
const MANIFEST = /\.(?:ya?ml|json)$/;

/** A file that no kustomization lists is never applied. */
export const filesAreListed: Rule = {
  name: 'lists every manifest',
  *check(tree: Tree): Iterable<Fault> {
    const listed = listedFrom(tree.files, foldersOf(tree));
    for (const { path } of tree.files.filter((file) => file.type === 'file' && MANIFEST.test(file.path))) {
      if (listed.has(path)) continue;
      const edit = isKustomization({ path } as SourceFile)
        ? `list ${dirname(path)} in another kustomization.yaml, name it in a Flux Kustomization, or delete it`
        : `list it in ${dirname(path)}/kustomization.yaml, or delete it`;
      yield { where: path, what: 'is applied by nobody', edit };
    }
  },
};

/** Where Flux begins: its root, and the paths and components of its Kustomizations. */
function foldersOf({ applied }: Tree): string[] {
  const own = applied
    .map(({ object }) => object)
    .filter(isFluxKustomization)
    .flatMap((object) => {
      const path = normalize(String(object.spec?.path ?? '.'));
      const components = (object.spec?.components ?? []) as string[];
      return [path, ...components.map((component) => normalize(join(path, component)))];
    });
  return [FLUX_PATH, ...own].map((path) => path.replace(/\/$/, ''));
}

/** kustomize would fetch it while Flux applies: another commit than the merged one, and a controller with a way out. */
const REMOTE = /^(?:[a-z+]+:\/\/|git::|git@|github\.com[/:]|[^/]+\.[a-z]+\/[^/]+\/[^/]+\?ref=)|\?ref=|\.git(?:\/\/|$)/i;

export const entriesAreHere: Rule = {
  name: 'lists files and folders that exist',
  *check({ files }: Tree): Iterable<Fault> {
    for (const entry of files.filter(isKustomization).flatMap(entriesOf)) {
      const fault = faultOfEntry(entry, files);
      if (fault) yield { where: entry.where, ...fault };
    }
  },
};

function faultOfEntry({ written, path, field }: Entry, files: readonly SourceFile[]): Omit<Fault, 'where'> | undefined {
  if (REMOTE.test(written))
    return {
      what: `${field} fetches ${written} from elsewhere`,
      edit: `copy it below ${MANIFESTS}/ and list the copy`,
    };
  if (!path.startsWith(`${MANIFESTS}/`))
    return {
      what: `${field} leads out of ${MANIFESTS}/, and Flux fetches nothing else`,
      edit: `move ${written} below ${MANIFESTS}/`,
    };
  const exists = files.some((file) => file.path === path || file.path.startsWith(`${path}/`));
  return exists
    ? undefined
    : {
        what: `${field} names ${written}, which does not exist, or which Flux and Git leave out`,
        edit: 'correct the path, or add the file; .sourceignore and .gitignore say what is left out, and Flux leaves out pictures',
      };
}
