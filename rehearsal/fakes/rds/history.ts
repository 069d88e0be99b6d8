import { readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a server was restored from, and what it wrote down itself, in the order in which it happened. */
const FILES = /^(base|log)\.\d{6}$/;

const MAGIC_BYTES = 4;
const HEADER_BYTES = 19;
/** Begins a transaction. https://mariadb.com/kb/en/gtid_event/ */
const TRANSACTION = 162;

/**
 * The part of a binary log whose transactions began before a moment.
 * The format: https://mariadb.com/kb/en/2-binlog-event-header/
 */
export function eventsBefore(log: Buffer, until: Date): Buffer {
  const end = until.getTime() / 1000;
  let at = MAGIC_BYTES;
  while (at + HEADER_BYTES <= log.length) {
    if (log.readUInt8(at + 4) === TRANSACTION && log.readUInt32LE(at) >= end) break;
    at += log.readUInt32LE(at + 9);
  }
  return log.subarray(0, at);
}

/**
 * Copies a server's history up to a moment, under one name with numbers: `base.000001`.
 * @returns the names, in order
 */
export async function copyHistory(from: string, to: string, until: Date, name: string): Promise<string[]> {
  await mkdir(to, { recursive: true });
  const files = readdirSync(from)
    .filter((file) => FILES.test(file))
    .sort();
  const copied = files.map((_, i) => `${name}.${String(i + 1).padStart(6, '0')}`);
  for (const [i, file] of files.entries()) {
    const target = join(to, copied[i] ?? name);
    // Of what it was restored from itself, everything is older than the server.
    if (file.startsWith('base')) await copyFile(join(from, file), target);
    else await writeFile(target, eventsBefore(await readFile(join(from, file)), until));
  }
  return copied;
}
