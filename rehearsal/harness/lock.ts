import { join } from 'node:path';
import { LOCK_FILE } from '../../lib/lock.ts';
import { MANIFESTS } from '../../lib/names.ts';
import type { Complete } from '../cluster/git/repository.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { run } from '../shared/process/run.ts';

/**
 * Renews the lock before a commit, as its author would: by the project's own command, and only when more than manifests
 * changed.
 */
export function renewLock(sandbox: Sandbox): Complete {
  return async (folder, paths) => {
    if (paths.every((path) => path.startsWith(`${MANIFESTS}/`))) return [];
    await run(process.execPath, ['--import', 'tsx', join(folder, 'bin/onemerge.ts'), 'lock'], {
      seconds: 120,
      cwd: folder,
      env: { ...sandbox.env },
      log: sandbox.log('onemerge'),
      help: 'read the end of the log; run again with --keep',
    });
    return [LOCK_FILE];
  };
}
