import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';

const SOURCES = join(import.meta.dirname, '../go/flux-rendering');

/** A text of one object, and the variables' values. */
export interface TextQuestion {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A folder of an artifact, and the Flux Kustomization that applies it; its own variables only. */
export interface FolderQuestion {
  readonly root: string;
  readonly path: string;
  readonly kustomization: Manifest;
}

/** A folder, of which an artifact is made. */
interface ArtifactQuestion {
  readonly root: string;
}

/** What Flux goes on with, or why it does not. */
export interface Answer {
  readonly objects?: readonly unknown[];
  /** Of an artifact. */
  readonly files?: readonly string[];
  readonly error?: string;
}

/** Builds the program that asks Flux's own code. Needs Go. @param folder for the binary @returns its path */
export function buildProgram(folder: string): string {
  const program = join(folder, 'flux-rendering');
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOTOOLCHAIN: 'local' };
  execFileSync('go', ['build', '-buildvcs=false', '-trimpath', '-o', program, '.'], {
    cwd: SOURCES,
    env,
    stdio: 'inherit',
  });
  return program;
}

/** Asks Flux's code, an answer for each question. */
export function ask(
  program: string,
  questions: readonly (TextQuestion | FolderQuestion | ArtifactQuestion)[],
): Answer[] {
  const input = questions.map((question) => JSON.stringify(question)).join('\n');
  const { stdout } = spawnSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}
