// @ts-check
// Runs within Ghost: `node --import restart.mjs current/index.js`. Ghost reads its settings when it starts, and never again.
// Once a file that one of them names has changed, this ends Ghost in order, and the kubelet starts it again.
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Milliseconds between two looks: the kubelet needs a minute to bring a changed Secret here. */
const EVERY = 5_000;

/**
 * A look at files, which calls `end` once they are not as they were and Ghost has started: an end takes longer than the next look.
 * @param {string[]} paths
 * @param {() => Promise<boolean>} hasStarted
 * @param {() => void} end
 * @returns {() => Promise<void>} fails while a file cannot be read
 */
export function lookAt(paths, hasStarted, end) {
  const read = () => paths.map((path) => readFileSync(path, 'utf8')).join('\0');
  const atStart = read();
  let ended = false;
  return async () => {
    if (read() === atStart || !(await hasStarted()) || ended) return;
    ended = true;
    end();
  };
}

/** Ghost answers 503 until it has started: an end in the middle of a migration would leave its lock. */
async function hasStarted() {
  const site = `http://127.0.0.1:${process.env.server__port}/ghost/api/admin/site/`;
  const headers = { 'x-forwarded-proto': 'https' };
  const { status } = await fetch(site, { headers, redirect: 'manual', signal: AbortSignal.timeout(EVERY) });
  return status < 500;
}

function end() {
  console.log('restart: a file of the settings has changed; Ghost ends, and starts again with it');
  process.kill(process.pid, 'SIGTERM');
}

// Ghost's worker threads begin with this module too.
if (isMainThread) {
  // Ghost's own names: a__b_FILE.
  const paths = Object.entries(process.env).flatMap(([name, path = '']) => (/__.+_FILE$/.test(name) ? [path] : []));
  const look = lookAt(paths, hasStarted, end);
  // A look that fails is followed by another one: Ghost is starting, or the kubelet is exchanging the files.
  setInterval(() => look().catch(() => undefined), EVERY).unref();
}
