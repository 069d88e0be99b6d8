import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ProcessError } from '../errors.ts';
import { run } from './run.ts';
import { waitFor } from './wait.ts';

test('what a command prints is returned, and its input given', async () => {
  assert.equal(await run('cat', [], { seconds: 60, input: 'hello' }), 'hello');
});

test('a failing command is quoted with its exit code and its last words', async () => {
  await assert.rejects(
    () => run('sh', ['-c', 'echo because >&2; exit 3'], { seconds: 60 }),
    (error: unknown) => error instanceof ProcessError && /exit code 3\nbecause/.test(error.message),
  );
});

test('a failing command that keeps a log is quoted with what it complained of last, whatever it printed before', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-run-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'log');
  // It complains once its progress is in the log.
  const script = 'echo progress; until grep -q progress "$LOG"; do sleep 0.01; done; echo because >&2; exit 1';
  await assert.rejects(
    () => run('sh', ['-c', script], { seconds: 30, env: { LOG: log }, log }),
    (error: unknown) => error instanceof ProcessError && /exit code 1\nprogress\nbecause$/.test(error.message),
  );
});

test('an exit code that is an answer is no failure, and another one still is', async () => {
  assert.equal(await run('sh', ['-c', 'echo no; exit 1'], { seconds: 60, codes: [1] }), 'no\n');
  await assert.rejects(() => run('true', [], { seconds: 60, codes: [1] }), /exit code 0/);
});

test('a command that is asked to end does so in its own way, and what it printed is returned', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-run-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'log');
  const asked = new AbortController();
  const script = 'trap "echo enough; exit 0" TERM; echo listening; while :; do sleep 0.05; done';
  const running = run('sh', ['-c', script], { seconds: 300, log, end: asked.signal });
  running.catch(() => undefined); // awaited below
  await waitFor('it listens', async () => (readFileSync(log, 'utf8') === '' ? undefined : true), { seconds: 300 });
  asked.abort();
  assert.equal(await running, 'listening\nenough\n');
});

test('a command that does not exist is one clear error', async () => {
  await assert.rejects(
    () => run('no-such-program', [], { seconds: 60 }),
    (error: unknown) => error instanceof ProcessError && error.message.includes('cannot be started'),
  );
});

test('a command that takes too long is ended, its children too', async () => {
  const start = Date.now();
  await assert.rejects(
    () => run('sh', ['-c', 'sleep 600 & wait'], { seconds: 0.2 }),
    (error: unknown) => error instanceof ProcessError && error.message.includes('longer than 0.2 s'),
  );
  assert.ok(Date.now() - start < 60_000, 'it waited for the command to end by itself');
});
