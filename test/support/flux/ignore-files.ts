import { IGNORE_FILE, leftOutBy } from '../../../cli/shared/rendering/source-ignore.ts';

/** What lies in the folder that the ignore files below speak of. */
export const FILES: readonly string[] = [
  'a.yaml',
  'b.yaml',
  'logo.png',
  '.sops.yaml',
  '.gitignore',
  '.github/a.yaml',
  'apps/a.yaml',
  'apps/web/a.yaml',
  'apps/web/b.txt',
  'apps/web/deep/a.yaml',
  'apps/.sops.yaml',
  'docs/a.yaml',
  'docs/apps/a.yaml',
];

const LINES = [
  ['*.yaml'],
  ['*.yaml', '!a.yaml'],
  ['!a.yaml', '*.yaml'],
  ['apps'],
  ['apps/'],
  ['/apps/'],
  ['a.yaml/'],
  ['apps/web'],
  ['/web'],
  ['web'],
  ['apps/*', '!apps/web'],
  ['apps/**'],
  ['/**'],
  ['**'],
  ['**/'],
  ['**/web/**'],
  ['**/deep/a.yaml'],
  ['apps/**/a.yaml'],
  ['apps/**b/a.yaml'],
  ['**/apps/a.yaml'],
  ['apps//web'],
  ['[ab].yaml'],
  ['[a.yaml'],
  ['?.yaml'],
  ['\\a.yaml'],
  ['\\#a'],
  ['# a.yaml', '', '   ', 'b.yaml   '],
  ['b.txt\r'],
  ['*.png'],
  ['!.gitignore'],
  ['!.github/'],
  ['.'],
  ['/'],
  ['!'],
  ['apps/web/deep/a.yaml/more'],
] as const;

/** Ignore files by path: each of the texts above at the top, and some that speak of the same from several folders. */
export const CASES: readonly Readonly<Record<string, string>>[] = [
  {},
  ...LINES.map((lines) => ({ [IGNORE_FILE]: lines.join('\n') })),
  { [IGNORE_FILE]: '*.yaml\n', [`apps/${IGNORE_FILE}`]: '!a.yaml\n' },
  { [IGNORE_FILE]: '!a.yaml\n', [`apps/${IGNORE_FILE}`]: '/a.yaml\nweb/\n' },
  { [`apps/${IGNORE_FILE}`]: 'a.yaml\n', [`apps/web/${IGNORE_FILE}`]: '!a.yaml\n' },
  { [`docs/${IGNORE_FILE}`]: 'apps\n' },
];

/** What the renderer leaves of the files, of the ignore files themselves too. */
export function kept(ignoreFiles: Readonly<Record<string, string>>): string[] {
  const leftOut = leftOutBy(Object.entries(ignoreFiles).map(([path, text]) => ({ path, text })));
  return [...FILES, ...Object.keys(ignoreFiles)].filter((path) => !leftOut(path)).sort();
}
