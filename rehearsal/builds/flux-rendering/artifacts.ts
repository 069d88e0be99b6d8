import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CASES, FILES, kept } from '../../../test/support/flux/ignore-files.ts';
import { ask } from './program.ts';

/** What one set of ignore files leaves of the same files: in Flux's artifact, and in the renderer's. */
interface Compared {
  readonly ignoreFiles: Readonly<Record<string, string>>;
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

/** Asks Flux's code what its artifacts hold. @param folder an empty one, for the files */
export function compareArtifacts(program: string, folder: string): Compared[] {
  const roots = CASES.map((ignoreFiles, index) => {
    const root = join(folder, String(index));
    const all = { ...Object.fromEntries(FILES.map((path) => [path, ''])), ...ignoreFiles };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  });
  const answers = ask(
    program,
    roots.map((root) => ({ root })),
  );
  return CASES.map((ignoreFiles, index) => {
    const theirs = [...(answers[index]?.files ?? [])].sort();
    return { ignoreFiles, theirs, ours: kept(ignoreFiles) };
  });
}
