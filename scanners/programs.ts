import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../cli/shared/command-error.ts';
import { shortHash } from '../lib/short-hash.ts';

/** A scanner that is no package of npm. */
export interface Program {
  /** As a path of this machine. */
  readonly path: string;
  /** For people. */
  readonly version: string;
}

const CACHE = join(import.meta.dirname, '../node_modules/.cache/onemerge/scanners');

/** Moved by Renovate. */
const KUBE_SCORE_VERSION = '1.20.0';

/**
 * checkov out of requirements.txt, installed once for each text of that file.
 * @param requirements the file's text
 * @throws CommandError when it cannot be
 */
export function installCheckov(requirements: string, env: NodeJS.ProcessEnv = process.env): Program {
  const version = /^checkov==(.+)$/m.exec(requirements)?.[1] ?? 'of no version';
  const folder = join(CACHE, `checkov-${shortHash(requirements)}`);
  const path = join(folder, 'bin/checkov');
  if (!existsSync(path)) {
    const file = join(import.meta.dirname, 'requirements.txt');
    const commands: Command[] = [
      ['python3', '-m', 'venv', folder],
      [join(folder, 'bin/pip'), 'install', '--quiet', '--requirement', file],
    ];
    install('checkov', 'Python 3 with venv, and its packages', commands, env);
  }
  return { path, version };
}

/**
 * kube-score, built from its published module, whose sum Go checks.
 * @throws CommandError when it cannot be
 */
export function installKubeScore(): Program {
  const folder = join(CACHE, `kube-score-${KUBE_SCORE_VERSION}`);
  const path = join(folder, 'kube-score');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const module = `github.com/zegl/kube-score/cmd/kube-score@v${KUBE_SCORE_VERSION}`;
    install('kube-score', 'Go, and its modules', [['go', 'install', module]], { ...process.env, GOBIN: folder });
  }
  return { path, version: KUBE_SCORE_VERSION };
}

type Command = readonly [string, ...string[]];

function install(name: string, needs: string, commands: readonly Command[], env: NodeJS.ProcessEnv): void {
  for (const [command, ...words] of commands) {
    try {
      execFileSync(command, words, { stdio: ['ignore', 'ignore', 'pipe'], env });
    } catch (error) {
      throw new CommandError(`${name} cannot be installed: ${String(error).trim()}`, {
        help: `it takes ${needs}, from the Internet; then run npm run findings again`,
      });
    }
  }
}
