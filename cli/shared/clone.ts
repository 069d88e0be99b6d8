import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { CommandError } from './command-error.ts';

/**
 * Makes sure that Git can be asked about a folder: it is the top of a clone, with a commit checked out.
 * @param folder the project's
 * @throws CommandError when Git is not there, does not trust the folder, or the folder is a downloaded archive
 */
export function requireClone(folder: string): void {
  const top = ask(folder, 'rev-parse', '--show-toplevel') ?? '';
  if (top === '' || realpathSync(top) !== realpathSync(folder)) throw noClone(`it is part of ${top || 'another one'}`);
  if (ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD') === undefined) {
    throw new CommandError('The clone has no commit yet', { where: folder, help: 'git commit, or git fetch origin' });
  }
}

/** What Git prints; undefined when it fails and says nothing. */
function ask(folder: string, ...args: string[]): string | undefined {
  try {
    // In English, because its words are looked for below.
    const env = { ...process.env, LC_ALL: 'C' };
    return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    const { code, stderr = '' } = error as NodeJS.ErrnoException & { readonly stderr?: string };
    if (code === 'ENOENT') {
      throw new CommandError('Git is not installed, or not in PATH', {
        help: 'install git, then run the command again',
      });
    }
    if (stderr.trim() === '') return undefined;
    throw refused(stderr.trim().split('\n')[0] ?? '', folder);
  }
}

function refused(words: string, folder: string): CommandError {
  if (/not a git repository/.test(words)) return noClone(words);
  const help = /dubious ownership/.test(words)
    ? `git config --global --add safe.directory ${folder.replace(/\/$/, '')}`
    : 'git status';
  return new CommandError(`Git cannot be asked about this clone: ${words}`, { where: folder, help });
}

const noClone = (why: string) =>
  new CommandError(`This folder is no clone: ${why}`, {
    help: 'a downloaded archive has no history: clone your fork, and run the command there',
  });
