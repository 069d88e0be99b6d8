import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

/** A folder in which a program of gitops/ runs as in its pod, with fakes for what the pod has of others. */
export interface World<Note> {
  /** What the fakes read: how things stand. */
  readonly state: object;
  /** Files by their paths in the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Fakes by their paths in the folder. */
  readonly fakes: Readonly<Record<string, string>>;
  /** The words after `node`. The folder is where it runs. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Disturbs it. */
  readonly meanwhile?: (running: Running<Note>) => Promise<void>;
}

/** A program that runs. */
interface Running<Note> {
  readonly child: ChildProcess;
  readonly folder: string;
  /** Waits until the notes are so, or the program has ended. */
  until(so: (notes: readonly Note[]) => boolean): Promise<void>;
}

/** How it ended. */
export interface Ended<Note> {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** Lines, those of standard error last. */
  readonly said: readonly string[];
  /** What the fakes wrote down. */
  readonly notes: readonly Note[];
}

/** In milliseconds. A busy machine takes a minute for what takes a second on another one. */
const LONGEST = 300_000;

/** Runs it to its end. */
export async function runProgram<Note>(t: TestContext, world: World<Note>): Promise<Ended<Note>> {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-world-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { fakes, files = {}, env, meanwhile } = world;
  const place = (path: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    return join(folder, path);
  };
  for (const [path, fake] of Object.entries(fakes)) symlinkSync(fake, place(path));
  const state = { 'world.json': JSON.stringify(world.state), notes: '' };
  for (const [path, content] of Object.entries({ ...files, ...state })) writeFileSync(place(path), content);
  const child = spawn(process.execPath, world.args, {
    cwd: folder,
    env: { ...env, WORLD: folder },
    timeout: LONGEST,
    killSignal: 'SIGKILL',
  });
  const happened = () =>
    readFileSync(join(folder, 'notes'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line): Note => JSON.parse(line));
  const reading = Promise.all([text(child.stdout), text(child.stderr)]);
  const closing = once(child, 'close');
  const running = () => child.exitCode === null && child.signalCode === null;
  const until = async (so: (notes: readonly Note[]) => boolean) => {
    while (running() && !so(happened())) await sleep(20);
  };
  await meanwhile?.({ child, folder, until });
  const [code] = await closing;
  const said = (await reading).join('').split('\n').filter(Boolean);
  return { code, said, notes: happened() };
}
