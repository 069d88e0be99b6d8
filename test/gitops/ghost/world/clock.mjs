// @ts-check
// Loaded before prepare.mjs: its waits end at once and set its clock forward instead, which begins at 0. Where Ghost keeps
// silent, the minute that an answer may take is 60 milliseconds; a POST is answered, and has its minute.
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import fakes from '../../world/note.cjs';

let now = 0;
Date.now = () => now;

Object.assign(timers, {
  /** @param {number} milliseconds */
  setTimeout: async (milliseconds) => {
    now += milliseconds;
    await new Promise((done) => setImmediate(done));
  },
});

/** @type {import('../world.ts').Image} */
const { ghost } = fakes.world();
if (ghost.silent) {
  const { request } = http;
  Object.assign(http, {
    /**
     * @param {import('node:http').RequestOptions} options
     * @param {(answer: import('node:http').IncomingMessage) => void} then
     */
    request: ({ timeout = Number.NaN, ...options }, then) =>
      request({ ...options, timeout: options.method === 'GET' ? timeout / 1000 : timeout }, then),
  });
}
syncBuiltinESMExports();

process.once('exit', () => fakes.note({ ended: now }));
