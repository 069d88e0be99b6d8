import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file that a user named. A pipe that nobody reads is an error: whoever opens one waits, and hears no signal meanwhile.
 * @throws Error of the system
 */
export function writeFile(path: string, text: string): void {
  const reader = isPipe(path) ? openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) : undefined;
  try {
    writeFileSync(path, text);
  } finally {
    if (reader !== undefined) closeSync(reader);
  }
}

/**
 * Makes a folder that a user named, and those above it. Node.js has this too, and never ends for a folder below /proc.
 * @throws Error of the system
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}

/**
 * Finds out whether a file can be written, before the work whose answer it shall hold. Leaves everything as it is.
 * A pipe is taken as it is, because its reader would take this for the answer; so is a link to a file that is yet to be.
 * @throws Error of the system
 */
export function requireWritable(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    closeSync(openSync(path, 'wx'));
    unlinkSync(path);
  } else if (statSync(path, { throwIfNoEntry: false })?.isFIFO() === false) {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  }
}

const isPipe = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
