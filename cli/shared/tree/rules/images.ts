import { isScalar, visit } from 'yaml';
import type { Fault } from '../fault.ts';
import { containersOf, podsIn } from '../pods.ts';
import { faultOf, objectRule, type Rule } from '../rule.ts';
import { isYaml, parseFile, type SourceFile } from '../source-file.ts';
import type { Tree } from '../tree.ts';

/** Registry and repository, then an exact version, then a digest perhaps. A registry's port is no tag. */
const PINNED =
  /^(?:[^/:@]+(?::\d+)?\/)?[^:@]+:v?\d+\.\d+\.\d+[^@/]*(?:@sha256:[0-9a-f]{64})?$|^[^@]+@sha256:[0-9a-f]{64}$/;

/** `ghcr.io:443/a/b:1.2.3@sha256:...` in its repository, and the rest. */
function splitImage(image: string): { readonly repository: string; readonly version: string } {
  const [named = '', digest] = image.split('@');
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const repository = tagged ? named.slice(0, colon) : named;
  return { repository, version: [tagged ? named.slice(colon + 1) : '', digest].filter(Boolean).join('@') };
}

/** A tag that moves is a change that nobody merged. */
export const imagesArePinned: Rule = objectRule('pins every image by an exact version', ({ object }, fault) => {
  for (const pod of podsIn(object))
    for (const { path, container } of containersOf(pod))
      if (!PINNED.test(String(container.image ?? '')))
        fault(
          [...path, 'image'],
          `is ${container.image ?? 'missing'}`,
          'write its version under images: in the kustomization.yaml, for example newTag: 1.2.3',
        );
});

/** Two versions of one image at work on the same data are an upgrade that went half way. */
export const imagesHaveOneVersion: Rule = {
  name: 'runs one version of each image',
  *check(tree: Tree): Iterable<Fault> {
    const versions = new Map<string, string>();
    for (const applied of tree.applied) {
      for (const { path, container } of podsIn(applied.object).flatMap(containersOf)) {
        const { repository, version } = splitImage(String(container.image ?? ''));
        const first = versions.get(repository) ?? version;
        versions.set(repository, first);
        if (first !== version)
          yield faultOf(
            tree,
            applied,
            [...path, 'image'],
            `is ${version}, and elsewhere it is ${first}`,
            'write the name only, and its version once, under images: in one kustomization.yaml',
          );
      }
    }
  },
};

/** A version that is written twice is changed once some day. */
export const imagesAreInOnePlace: Rule = {
  name: 'writes the version of each image once',
  *check({ files }: Tree): Iterable<Fault> {
    const first = new Map<string, string>();
    for (const { repository, where } of files.filter(isYaml).flatMap(versionsIn)) {
      const known = first.get(repository) ?? where;
      first.set(repository, known);
      if (known !== where)
        yield {
          where,
          what: `the version of ${repository} is written here and at ${known}`,
          edit: `write image: ${repository.split('/').at(-1)} in each container, and newName and newTag once, under images: in the kustomization.yaml of the folder`,
        };
    }
  },
};

/** Where a file writes an image's version: in a container, or below `images:` of a kustomization. */
function versionsIn(file: SourceFile): { readonly repository: string; readonly where: string }[] {
  const { documents, lines } = parseFile(file);
  const found: { readonly repository: string; readonly where: string }[] = [];
  const add = (repository: string, offset = 0) =>
    found.push({ repository, where: `${file.path}:${lines.linePos(offset).line}` });
  for (const document of documents)
    visit(document, {
      Map(_, map) {
        const image = map.get('image', true);
        if (map.has('newTag') || map.has('digest')) add(String(map.get('newName') ?? map.get('name')), map.range?.[0]);
        if (!map.has('name') || !isScalar(image)) return;
        const { repository, version } = splitImage(String(image.value));
        if (version !== '') add(repository, image.range?.[0]);
      },
    });
  return found;
}
