// @ts-check
// Loaded before users.mjs: what it finds mounted is in the world's folder; its waits end at once, and the last one never; and
// Kubernetes is an object with one Secret.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import fakes from '../../world/note.cjs';

/** @type {import('../users.test.ts').State} */
const { looks, refuses } = fakes.world();

// Node.js itself reads the fakes by these, and the fakes write their notes.
const OTHERS = [fakes.folder, join(import.meta.dirname, '../..')];
const inWorld = (/** @type {string} */ path) =>
  OTHERS.some((folder) => path.startsWith(folder)) ? path : join(fakes.folder, path);
for (const name of /** @type {const} */ (['readFileSync', 'rmSync', 'writeFileSync'])) {
  const work = /** @type {(...words: unknown[]) => unknown} */ (fs[name]);
  Object.assign(fs, {
    /** @param {unknown[]} rest */
    [name]: (/** @type {string} */ path, ...rest) => work(inWorld(path), ...rest),
  });
}

process.env.MYSQL = inWorld(process.env.MYSQL ?? '');

let waits = 0;
Object.assign(timers, {
  /** @param {number} milliseconds */
  setTimeout: async (milliseconds) => {
    waits += 1;
    fakes.note({ waits: milliseconds, well: fs.existsSync(inWorld('/tmp/made')) });
    if (waits < looks) return;
    setInterval(() => undefined, 60_000);
    await new Promise(() => undefined);
  },
});
syncBuiltinESMExports();

/** @type {WeakMap<AbortSignal, number>} */
const limits = new WeakMap();
const { timeout } = AbortSignal;
AbortSignal.timeout = (milliseconds) => {
  const signal = timeout(milliseconds);
  limits.set(signal, milliseconds);
  return signal;
};

/** @type {Record<string, string> | undefined} */
let secret;
Object.assign(globalThis, {
  /**
   * @param {string} url
   * @param {{ method: string, headers: object, body?: string, signal: AbortSignal }} options
   */
  fetch: async (url, { method, headers, body, signal }) => {
    fakes.note({ asks: `${method} ${url}`, headers, limited: limits.get(signal) });
    if (refuses) throw new TypeError('fetch failed', { cause: new Error(refuses) });
    if (method === 'GET' && secret) return Response.json({ data: secret });
    if (method !== 'POST' && !secret) return new Response('{}', { status: 404 });
    const { metadata, stringData } = JSON.parse(body ?? '');
    fakes.note({ writes: method, name: metadata?.name, user: stringData });
    secret = Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, btoa(text)]));
    return new Response('{}', { status: 201 });
  },
});
