import { posix } from 'node:path';
import { matchesGlob } from './variables/glob.ts';

// What Flux leaves out of an artifact, by its own reading of .sourceignore, which is not quite Git's:
// https://fluxcd.io/flux/components/source/gitrepositories/#excluding-files

/** The file that says what is left out of its folder and of those below. */
export const IGNORE_FILE = '.sourceignore';

const ALWAYS = ['.git/', '.gitignore', '.gitmodules', '.gitattributes'];
/** These only as long as no file says anything. */
const BY_DEFAULT = [
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
  ...['.github/', '.circleci/', '.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml', 'cloudbuild.yaml'],
  ...['codeship-services.yml', 'codeship-steps.yml', '**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
];

interface Pattern {
  /** The folder of the file that says it, '' for the top. */
  readonly folder: string;
  readonly segments: readonly string[];
  readonly takesBack: boolean;
  readonly foldersOnly: boolean;
}

/** An ignore file: its path and its text. */
interface IgnoreFile {
  readonly path: string;
  readonly text: string;
}

/** Whether Flux leaves a file out of the artifact. @param files every .sourceignore, an outer one before an inner one */
export function leftOutBy(files: readonly IgnoreFile[]): (path: string) => boolean {
  const written = files.flatMap(({ path, text }) => {
    const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
    return text
      .split('\n')
      .map((line) => line.replace(/\r$/, ''))
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => readPattern(line, folder));
  });
  const given = [...ALWAYS, ...(written.length > 0 ? [] : BY_DEFAULT)].map((line) => readPattern(line, ''));
  const patterns = [...given, ...written].reverse();
  return (path) => {
    const last = patterns.find((pattern) => fits(pattern, path));
    return last !== undefined && !last.takesBack;
  };
}

function readPattern(line: string, folder: string): Pattern {
  const takesBack = line.startsWith('!');
  const whole = takesBack ? line.slice(1) : line;
  const trimmed = whole.endsWith('\\ ') ? whole : whole.replace(/ +$/, '');
  const foldersOnly = trimmed.endsWith('/');
  return { folder, takesBack, foldersOnly, segments: trimmed.replace(/\/$/, '').split('/') };
}

/** Whether a pattern speaks of a file, or of a folder around it. */
function fits({ folder, segments, foldersOnly }: Pattern, path: string): boolean {
  if (folder !== '' && !path.startsWith(`${folder}/`)) return false;
  const names = path.slice(folder === '' ? 0 : folder.length + 1).split('/');
  const [only = '', ...more] = segments;
  const end = more.length > 0 ? endOf(segments, names) : names.findIndex((name) => matchesGlob(only, name)) + 1;
  return end > 0 && !(foldersOnly && end === names.length);
}

/** How many names a pattern with slashes takes, from the first; 0 when it does not fit. */
function endOf(segments: readonly string[], names: readonly string[]): number {
  let at = 0;
  let anywhere = false;
  for (const [index, segment] of segments.entries()) {
    if (segment === '**') {
      anywhere = index < segments.length - 1;
      continue;
    }
    if (segment !== '') {
      const start = at;
      const found = segment.includes('**')
        ? -1
        : names.findIndex((name, i) => i >= start && matchesGlob(segment, name));
      if (found < 0 || (!anywhere && found > start)) return 0;
      at = found + 1;
    }
    anywhere = false;
  }
  return at;
}
