import { watch } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RefChange } from './history.ts';

const HOOK = fileURLToPath(new URL('post-receive.sh', import.meta.url));

/** A watch over the pushes to one bare repository. */
export interface PushWatch {
  /** Stops watching; pushes that come later wait in the repository for the next watch. */
  readonly close: () => Promise<void>;
}

export interface PushWatchOptions {
  /** Folder of the bare repository. Its post-receive hook is replaced. */
  readonly bare: string;
  /** Hears of each changed branch and tag, in the order of the pushes. Nothing waits for what it returns. */
  readonly onPush: (change: RefChange) => unknown;
  /** Hears when `onPush` or the file system failed. */
  readonly onError: (error: unknown) => void;
}

/**
 * Notices every push to a bare repository, through whatever it was pushed: git itself tells it, by its post-receive
 * hook. The hook only leaves a file, so that a push neither waits for webhooks nor fails with them.
 */
export async function watchPushes({ bare, onPush, onError }: PushWatchOptions): Promise<PushWatch> {
  const pushes = join(bare, 'pushes');
  await mkdir(pushes, { recursive: true });
  await mkdir(join(bare, 'hooks'), { recursive: true });
  await copyFile(HOOK, join(bare, 'hooks', 'post-receive'));
  await chmod(join(bare, 'hooks', 'post-receive'), 0o755);
  const tell = (change: RefChange) => {
    Promise.resolve(onPush(change)).catch(onError);
  };
  let turn: Promise<void> = Promise.resolve();
  const look = () => {
    turn = turn.then(() => drain(pushes, tell)).catch(onError);
  };
  const watcher = watch(pushes, look);
  watcher.on('error', onError);
  look();
  return {
    close: async () => {
      watcher.close();
      await turn;
    },
  };
}

/** Tells each push that left a file, the oldest first, and removes its file before, so that none is told twice. */
async function drain(pushes: string, tell: (change: RefChange) => void): Promise<void> {
  const names = (await readdir(pushes)).filter((name) => !name.startsWith('.')).sort();
  for (const name of names) {
    const lines = await readFile(join(pushes, name), 'utf8');
    await rm(join(pushes, name));
    for (const change of parseChanges(lines)) tell(change);
  }
}

/** Reads what git tells a post-receive hook: a line "before after ref" for each branch or tag. */
export function parseChanges(lines: string): RefChange[] {
  return [...lines.matchAll(/^([0-9a-f]{40}) ([0-9a-f]{40}) (\S+)$/gm)].map(
    ([, before = '', after = '', ref = '']) => ({ before, after, ref }),
  );
}
