import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RehearsalError } from '../shared/errors.ts';
import { runChecks } from './inside.ts';
import { type Provisions, prepareMachine } from './machine.ts';
import { removeGroups } from './memory.ts';

/** `node --import tsx rehearsal/ghost/main.ts [SECTION ...]`: runs the real Ghost in the rendered pod. */
async function main([mode, ...rest]: readonly string[]): Promise<number> {
  if (mode === '--inside') {
    const [folder = '', debian = '', ghost = '', ...chosen] = rest;
    return runChecks(folder, { debian, ghost }, chosen);
  }
  const sections = mode === undefined ? [] : [mode, ...rest];
  const provisions = await prepareMachine();
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-ghost-'));
  chmodSync(folder, 0o755);
  try {
    return await insidePrivateNamespaces(folder, provisions, sections);
  } finally {
    await removeTraces(folder);
  }
}

/** Runs this file again with a network, processes and mounts of its own: whatever happens, nothing outlives it. */
function insidePrivateNamespaces(
  folder: string,
  { debian, ghost }: Provisions,
  sections: readonly string[],
): Promise<number> {
  const isolation = ['--net', '--pid', '--mount', '--ipc', '--uts', '--fork', '--kill-child=SIGKILL', '--mount-proc'];
  const self = [
    process.execPath,
    '--import',
    'tsx',
    import.meta.filename,
    '--inside',
    folder,
    debian,
    ghost,
    ...sections,
  ];
  const child = spawn('unshare', [...isolation, ...self], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 130));
  });
}

async function removeTraces(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      removeGroups(basename(folder));
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      // The kernel needs a moment to bury the last process.
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}

try {
  // Not only the code: the first process of the namespace takes everything else with it.
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof RehearsalError)) throw error;
  console.error(error.report());
  process.exit(error.exitCode);
}
