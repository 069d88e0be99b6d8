import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A Node.js at hand. */
export interface NodeAtHand {
  /** Without a `v`: `24.21.0`. */
  readonly version: string;
  /** Path of the program. */
  readonly program: string;
}

/** The commands that stand in for what CodeBuild's image brings. */
export interface FakeCommands {
  /** What `PATH` begins with. */
  readonly folders: readonly string[];
  /** What the commands could not do as on AWS, a line each; absent when there is nothing to tell. */
  readonly notes: string;
}

/**
 * Makes the folder with `n`, the version switcher of CodeBuild's images. Asked for a version of which a Node.js is at
 * hand, it switches to that; asked for another, it says so, leaves a note, and the build goes on with what is there.
 * @param folder - a folder of the build's own
 */
export async function makeFakeCommands(folder: string, atHand: readonly NodeAtHand[]): Promise<FakeCommands> {
  const commands = join(folder, 'commands');
  const chosen = join(folder, 'chosen'); // what `n` switched to; before everything else on the path
  const notes = join(folder, 'notes');
  await mkdir(commands, { recursive: true });
  await mkdir(chosen, { recursive: true });
  const program = join(commands, 'n');
  await writeFile(program, switcher(atHand, join(chosen, 'node'), notes));
  await chmod(program, 0o755);
  return { folders: [chosen, commands, dirname(process.execPath)], notes };
}

/** The text of `n`. Versions are matched as `n` does: `24`, `v24`, `24.21` and `24.21.0` mean a 24.21.0. */
function switcher(atHand: readonly NodeAtHand[], link: string, notes: string): string {
  const cases = atHand.map(({ version, program }) => {
    const parts = version.split('.');
    const names = parts.map((_part, index) => parts.slice(0, index + 1).join('.'));
    return `  ${names.join(' | ')}) ln -sf ${quote(program)} ${quote(link)}; echo "installed : v${version} (at hand)" ;;`;
  });
  return `#!/bin/sh
# Stands in for the version switcher of CodeBuild's images: it downloads nothing.
wanted="\${1#v}"
case "$wanted" in
${cases.join('\n')}
  '' | *[!0-9.]*) echo "n: '$1' is no version" >&2; exit 1 ;;
  *)
    words="no Node.js $wanted is at hand; the build went on with $(node --version)"
    echo "n (fake): $words"
    echo "$words" >> ${quote(notes)}
    ;;
esac
`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
