// @ts-check
// Loaded before restart.mjs: what it does every few seconds is done fifty times as often.
import { isMainThread } from 'node:worker_threads';
import fakes from '../../world/note.cjs';

const { setInterval } = globalThis;
Object.assign(globalThis, {
  /**
   * @param {() => void} work
   * @param {number} milliseconds
   */
  setInterval: (work, milliseconds) => {
    fakes.note({ looks: isMainThread ? 'Ghost' : 'a worker', every: milliseconds });
    return setInterval(work, milliseconds / 50);
  },
});
