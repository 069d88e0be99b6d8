import { run } from '../shared/process/run.ts';
import type { Upstreams } from './upstream.ts';

/** The name in a sandbox of the npm registry that this machine uses. */
export const NPM = 'npm.rehearsal.internal';

/** A small package, to see whether a registry answers. */
const PROBE = 'leven';

/** How long the registry may take to answer, in milliseconds. */
const TIMEOUT_MS = 3000;

/** The registry that this machine's npm uses, if it answers without a password; nothing otherwise. */
export async function npmUpstream(): Promise<Upstreams> {
  const asked = await run('npm', ['config', 'get', 'registry'], { seconds: 30 });
  const registry = asked.trim().replace(/\/?$/, '/');
  try {
    const { status } = await fetch(new URL(PROBE, registry), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return status === 200 ? { [NPM]: registry } : {};
  } catch {
    return {};
  }
}
