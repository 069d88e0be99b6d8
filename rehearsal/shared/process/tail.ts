import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The last lines of a log, at most 64 KiB of it; empty when the file cannot be read. */
export function tail(file: string, lines = 15): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const size = fstatSync(descriptor).size;
      const length = Math.min(size, 64 * 1024);
      const buffer = Buffer.alloc(length);
      readSync(descriptor, buffer, 0, length, size - length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}
