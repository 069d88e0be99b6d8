import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolders } from '../builds/folders.ts';
import { INTERRUPTED, RehearsalError } from '../shared/errors.ts';
import { createRun, removeRun } from './cleanup.ts';
import { entries } from './host-snapshot.ts';
import { foundBefore, leftBehind, tracesAmong, tracesIn } from './traces.ts';

// node --import tsx rehearsal/sandbox/without-traces.ts COMMAND...
// Runs a command, and fails when the machine had a trace of this project before, or the command leaves anything outside
// the checkout and the caches. It runs on a view of the machine (overlay.sh), so files of other programs do not count.

const OVERLAY = fileURLToPath(new URL('overlay.sh', import.meta.url));

/** Folders that exist to keep things: the checkout, its Git folder, and the caches of the rehearsal, npm and Go. */
function keptFolders(cache: string): string[] {
  const ask = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' }).trim();
  const git = resolve(ask('git', 'rev-parse', '--git-common-dir'));
  const npm = process.env.npm_config_cache ?? join(homedir(), '.npm');
  return [
    ask('git', 'rev-parse', '--show-toplevel'),
    git,
    cache,
    npm,
    ...ask('go', 'env', 'GOCACHE', 'GOMODCACHE').split('\n'),
  ];
}

/** What the command's tools leave on purpose, for next time. */
function allowedFiles(): string[] {
  const { uid } = userInfo();
  return [
    join('/tmp', `tsx-${uid}`), // tsx's translations
    '/tmp/node-compile-cache', // Node's
    join(homedir(), '.cdk', 'cache'), // the CDK's hashes of assets, of which it keeps few
    join(homedir(), '.config', 'go', 'telemetry'), // what every call of Go counts for itself
  ];
}

/** @returns the command's exit code */
async function withoutTraces(command: readonly string[]): Promise<number> {
  if (command.length === 0) {
    throw new RehearsalError('there is no command to run', {
      help: 'node --import tsx rehearsal/sandbox/without-traces.ts npm test',
    });
  }
  const folders = cacheFolders(process.env);
  const kept = keptFolders(folders.root);
  const before = tracesAmong(entries(), kept).filter((path) => !path.startsWith('/tmp/'));
  if (before.length > 0) throw foundBefore(before);
  for (const folder of kept) mkdirSync(folder, { recursive: true });
  const scratch = await createRun(folders);
  try {
    const code = await runOver(scratch.folder, kept, command);
    const traces = tracesIn(scratch.folder, [...kept, ...allowedFiles()]);
    if (traces.length > 0) throw leftBehind(command.join(' '), traces);
    return code;
  } finally {
    await removeRun(scratch, { keepLogs: false });
  }
}

function runOver(scratch: string, kept: readonly string[], command: readonly string[]): Promise<number> {
  const args = ['--mount', '--propagation', 'private', OVERLAY, scratch, ...kept, '--', ...command];
  const { TMPDIR: _, ...env } = process.env;
  const child = spawn('unshare', args, { env, stdio: 'inherit' });
  process.on('SIGINT', () => undefined); // the command has it too, and puts its things in order
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? INTERRUPTED));
  });
}

try {
  process.exitCode = await withoutTraces(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof RehearsalError)) throw error;
  console.error(error.report());
  process.exitCode = error.exitCode;
}
