import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/** What this process has begun, and has to put in order. */
const children = new Set<ChildProcess>();
const folders = new Set<string>();

/**
 * Ends this process in order when it is interrupted: with it end the programs that it waits for, its temporary folders are removed, and
 * the exit code is the shell's for the signal, 130 for Ctrl-C. Code that waits for nothing is not cut short, so that its own
 * `finally` comes first.
 */
export function endInOrder(): void {
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      for (const child of children) end(child);
      for (const folder of folders) remove(folder);
      process.exit(128 + constants.signals[signal]);
    });
  }
}

/**
 * Does work in a temporary folder, which is gone afterwards whatever happens.
 * @param prefix of its name, for example `onemerge-verify-`
 */
export async function inTemporaryFolder<T>(prefix: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.add(folder);
  try {
    return await work(folder);
  } finally {
    folders.delete(folder);
    remove(folder);
  }
}

/** Makes a program end with this process. One that was started with `detached` takes what it has started with it. */
export function endsWithUs(child: ChildProcess): void {
  children.add(child);
  child.once('close', () => children.delete(child));
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // no group of its own, or gone already
    }
  }
}

/** A program that was just ended may have begun to write a file. */
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
