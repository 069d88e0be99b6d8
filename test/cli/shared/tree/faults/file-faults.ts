import { SOUND, withFile } from '../../../../support/broken-tree.ts';
import { type BreaksRule, GHOST } from './fault.ts';

const SERVICE = `${GHOST}/service.yaml`;
const SOME = 'apiVersion: v1\nkind: ConfigMap\n';

export const FILE_FAULTS: readonly BreaksRule[] = [
  [
    'a link',
    () => ({ ...SOUND, files: [...SOUND.files, { path: `${GHOST}/a.yaml`, type: 'link', text: '' }] }),
    /a\.yaml$/,
    /is a symbolic link/,
  ],
  [
    'a submodule',
    () => ({ ...SOUND, files: [...SOUND.files, { path: `${GHOST}/base`, type: 'repository', text: '' }] }),
    /ghost\/base$/,
    /is a repository of its own/,
  ],
  [
    'a pointer of Git LFS',
    () => withFile(`${GHOST}/service.yaml`, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\n'),
    /service\.yaml$/,
    /kept by Git LFS/,
  ],
  [
    'a line end of Windows',
    () => withFile(`${GHOST}/service.yaml`, 'a: b\nc: d\r\n'),
    /service\.yaml:2$/,
    /ends in CR LF/,
  ],
  ['a key twice', () => withFile(`${GHOST}/service.yaml`, 'a:\n  b: 1\n  b: 2\n'), /service\.yaml:3$/, /unique/],
  ['a tab', () => withFile(`${GHOST}/service.yaml`, 'a:\n\tb: 1\n'), /service\.yaml:2$/, /is indented by a tab/],
  ['a bracket that nobody closes', () => withFile(`${GHOST}/service.yaml`, 'a: [1\nb: 2\n'), /service\.yaml:\d$/, /./],
  [
    'a word that is true or false to some',
    () => withFile(`${GHOST}/service.yaml`, 'a: 1\nb: no\n'),
    /service\.yaml:2$/,
    /no is text here/,
  ],
  [
    'an alias of nothing',
    () => withFile(SERVICE, 'a: 1\nb: *nowhere\n'),
    /service\.yaml:2$/,
    /\*nowhere names no anchor/,
  ],
  ['an alias of itself', () => withFile(SERVICE, 'a: &a\n  - *a\n'), /service\.yaml:2$/, /\*a is inside of what it/],
  ['an alias of what is above', () => withFile(SERVICE, 'a: &a\n  b:\n    c: *a\n'), /:3$/, /\*a is inside of what it/],
  ['a text in place of an object', () => withFile(SERVICE, 'just text\n'), /service\.yaml:1$/, /is no object/],
  ['a list in place of an object', () => withFile(SERVICE, '# no\n- a\n'), /service\.yaml:2$/, /is no object/],
  [
    'an object without a kind',
    () => withFile(SERVICE, 'apiVersion: v1\nmetadata: { name: a }\n'),
    /:1$/,
    /kind is no text/,
  ],
  [
    'an object without metadata',
    () => withFile(SERVICE, `${SOME}metadata:\n`),
    /service\.yaml:1$/,
    /metadata is no map/,
  ],
  [
    'a number for a name',
    () => withFile(SERVICE, `${SOME}metadata:\n  name: 123\n`),
    /:4$/,
    /metadata\.name is no text/,
  ],
  [
    'a list of labels',
    () => withFile(SERVICE, `${SOME}metadata: { name: a,\n labels: [a] }`),
    /:4$/,
    /labels is no mapp/,
  ],
  [
    'a List without items',
    () => withFile(SERVICE, 'apiVersion: v1\nkind: List\nitems: none\n'),
    /:3$/,
    /items is no list/,
  ],
  [
    'a List of nothing',
    () => withFile(SERVICE, 'apiVersion: v1\nkind: List\nitems:\n  - null\n'),
    /service\.yaml:\d$/,
    /items\[0\] is no object/,
  ],
  ['a file that nobody lists', () => withFile(`${GHOST}/extra.yaml`, 'a: b\n'), /extra\.yaml$/, /is applied by nobody/],
  [
    'a folder that nobody lists',
    () => withFile('gitops/apps/extra/kustomization.yaml', 'resources: []\n'),
    /extra\/kustomization\.yaml$/,
    /is applied by nobody/,
  ],
  [
    'a file that is not there',
    () => withFile(`${GHOST}/kustomization.yaml`, 'resources:\n  - namespace.yaml\n  - gone.yaml\n'),
    /kustomization\.yaml:3$/,
    /names gone\.yaml, which does not exist/,
  ],
  [
    'a base on the internet',
    () => withFile(`${GHOST}/kustomization.yaml`, 'resources: ["https://github.com/a/b//c?ref=main"]\n'),
    /kustomization\.yaml:1$/,
    /fetches https:/,
  ],
  [
    'a base by its short address',
    () => withFile(`${GHOST}/kustomization.yaml`, 'resources: [github.com/a/b]\n'),
    /kustomization\.yaml:1$/,
    /fetches github\.com/,
  ],
  [
    'a path out of gitops/',
    () =>
      withFile(`${GHOST}/kustomization.yaml`, 'configMapGenerator: [{ name: a, files: [a=../../../package.json] }]\n'),
    /kustomization\.yaml:1$/,
    /leads out of gitops\//,
  ],
];
