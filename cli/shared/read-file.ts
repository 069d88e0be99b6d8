import { closeSync, constants, openSync, readSync } from 'node:fs';

/** How long a pipe may be silent, in milliseconds, and between two looks at it. */
const PATIENCE = 30_000;
const PAUSE = 50;

/**
 * Reads a file that a user named, whatever it turns out to be: a device has no end, and whoever opens a pipe waits, and hears no signal
 * meanwhile.
 * @param most bytes
 * @param patience how long a pipe may be silent, in milliseconds
 * @throws Error of the system, or for more bytes, or for a pipe that stays silent
 */
export function readFile(path: string, most: number, patience = PATIENCE): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(most + 1);
    let length = 0;
    for (;;) {
      const read = readSome(file, bytes.subarray(length), patience);
      length += read;
      if (length > most) throw new Error(`it has more than ${most} bytes`);
      if (read === 0) return bytes.toString('utf8', 0, length);
    }
  } finally {
    closeSync(file);
  }
}

function readSome(file: number, into: Buffer, patience: number): number {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      return readSync(file, into, 0, into.length, null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      if (waited >= patience) throw new Error(`it is a pipe or a terminal, and nothing came in ${patience / 1000} s`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}
